//! Notes, keys, checkpoints and cosignatures, against published vectors and against everything near them.

mod support;

use journal::checkpoint::CheckpointError;
use journal::cosignature::{CosignError, Witness, WitnessVerifier, time};
use journal::key::{Ed25519Signer, Ed25519Verifier, KeyError};
use journal::note::{Note, NoteError, Verifier};
use journal::tree::{self, consistency_proof};
use journal::{Checkpoint, Hash, Trust, leaf_hash};
use support::{ORIGIN, log_trust, sign, signer, trust, witness};

// golang.org/x/mod/sumdb/note, the format's first implementation.
const SIGNER: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETERS_LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCHS_LINE: &str = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

#[test]
fn the_published_note_is_signed_and_verified_byte_for_byte() {
    let signer = Ed25519Signer::parse(SIGNER).unwrap();
    assert_eq!(signer.to_secret_text(), SIGNER);
    assert_eq!(signer.verifier().to_text(), PETER);
    assert!(!format!("{signer:?}").contains("AYEKFALV"));
    let mut note = Note::new(TEXT).unwrap();
    note.sign(&signer).unwrap();
    assert_eq!(note.to_text(), format!("{TEXT}\n{PETERS_LINE}"));

    let both = format!("{TEXT}\n{PETERS_LINE}{ENOCHS_LINE}");
    let note = Note::parse(both.as_bytes()).unwrap();
    assert_eq!(note.to_text(), both);
    for key in [PETER, ENOCH] {
        assert_eq!(note.verify(&Ed25519Verifier::parse(key).unwrap()), Ok(true));
    }
    assert_eq!(note.verify(&signer_of("PeterNeumann", 3).verifier()), Ok(false));
}

#[test]
fn the_example_of_the_note_specification_verifies() {
    let key = Ed25519Verifier::parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
        .unwrap();
    let note = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    assert_eq!(Note::parse(note.as_bytes()).unwrap().verify(&key), Ok(true));
}

#[test]
fn a_key_is_refused_when_anything_in_it_is_changed() {
    for at in 0..PETER.len() {
        let mut bytes = PETER.as_bytes().to_vec();
        bytes[at] += 1;
        let changed = String::from_utf8(bytes).unwrap();
        assert!(Ed25519Verifier::parse(&changed).is_err(), "{changed}");
        assert!(Ed25519Verifier::parse(&PETER[..at]).is_err());
    }
    for at in 0..SIGNER.len() {
        let mut bytes = SIGNER.as_bytes().to_vec();
        bytes[at] += 1;
        let changed = String::from_utf8(bytes).unwrap();
        assert!(Ed25519Signer::parse(&changed).is_err(), "{changed}");
    }
    let unknown = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    assert_eq!(Ed25519Verifier::parse(unknown).unwrap_err(), KeyError::Kind(0x65));
    for name in ["", "a b", "a+b", "a\nb", "a\u{3000}b"] {
        assert!(Ed25519Signer::new(name, &[1; 32]).is_err(), "{name:?}");
    }
}

#[test]
fn bytes_that_are_not_exactly_a_note_are_refused() {
    let good = format!("{TEXT}\n{PETERS_LINE}");
    for bad in [
        TEXT.to_owned(),
        format!("{TEXT}\n"),
        format!("{TEXT}{PETERS_LINE}"),
        good.trim_end().to_owned(),
        format!("{good}\n"),
        good.replace("— ", "- "),
        good.replace("— Peter", "—  Peter"),
        good.replace("nAM=", "nAM"),
        good.replace("nAM=", "nAN="),
        good.replace("PeterNeumann x", "PeterNeumann  x"),
        good.replace("you think", "you\tthink"),
        good.replace(PETERS_LINE, "— PeterNeumann x08gow==\n"),
        format!("{TEXT}\n{}", PETERS_LINE.repeat(65)),
    ] {
        assert!(matches!(Note::parse(bad.as_bytes()), Err(NoteError::Form(_))), "{bad}");
    }
    assert!(Note::parse(b"\xff\n\n").is_err());
    assert!(Note::new("no end").is_err());
    assert!(Note::parse(format!("{TEXT}\n{}", PETERS_LINE.repeat(16)).as_bytes()).is_ok());
}

#[test]
fn a_checkpoint_has_one_form() {
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let good = format!("example.com/behind-the-sofa\n20852163\n{root}\n");
    let head = Checkpoint::parse(&good).unwrap();
    assert_eq!((head.origin.as_str(), head.size), ("example.com/behind-the-sofa", 20_852_163));
    assert_eq!(head.to_text(), good);
    assert!(Checkpoint::parse(&format!("o\n0\n{root}\nmore\n")).is_ok());
    for bad in [
        format!("o\n07\n{root}\n"),
        format!("o\n+7\n{root}\n"),
        format!("o\n-7\n{root}\n"),
        format!("o\n\n{root}\n"),
        format!("o\n18446744073709551616\n{root}\n"),
        format!("\n7\n{root}\n"),
        format!("o\n7\n{root}"),
        format!("o\n7\n{root}\n\n"),
        format!("o\n7\n{root}\n\nmore\n"),
        "o\n7\nAAAA\n".into(),
        "o\n7\n".into(),
        format!("o\n7\n{}\n", root.replace("2I=", "2J=")),
    ] {
        assert!(Checkpoint::parse(&bad).is_err(), "{bad}");
    }
}

#[test]
fn a_checkpoint_is_opened_only_with_the_signatures_that_are_wanted() {
    let note = sign(5, [3; 32]);
    let opened = trust().open(note.as_bytes()).unwrap();
    assert_eq!(opened.signed_by, [ORIGIN]);
    assert_eq!(opened.cosigned, [("witness.example/north".to_owned(), 1_700_000_000)]);
    assert!(opened.unknown.is_empty());
    assert_eq!(log_trust().open(note.as_bytes()).unwrap().unknown, ["witness.example/north"]);

    let unsigned = Checkpoint::new(ORIGIN, 5, [3; 32]).sign(&signer()).unwrap().to_text();
    let missing = CheckpointError::Witnesses { found: 0, wanted: 1 };
    assert_eq!(trust().open(unsigned.as_bytes()), Err(missing));
    let stranger = Trust::parse(&[PETER], &[], 0).unwrap();
    assert_eq!(stranger.open(note.as_bytes()), Err(NoteError::Unsigned.into()));
    // A known key of another log does not vouch for this one.
    let other = signer_of("other.example/log", 4);
    let mut note = Note::new(Checkpoint::new(ORIGIN, 5, [3; 32]).to_text()).unwrap();
    note.sign(&other).unwrap();
    let trust = Trust::parse(&[&other.verifier().to_text()], &[], 0).unwrap();
    assert_eq!(trust.open(note.to_text().as_bytes()), Err(CheckpointError::Origin(ORIGIN.into())));
    assert!(Checkpoint::new(ORIGIN, 5, [3; 32]).sign(&other).is_err());
    assert!(Checkpoint::new("a\nb", 5, [3; 32]).sign(&signer_of("a", 1)).is_err());
}

#[test]
fn a_false_signature_by_a_known_key_spoils_the_note_even_beside_a_good_one() {
    let mut note = Note::parse(sign(5, [3; 32]).as_bytes()).unwrap();
    let mut twin = note.signatures[0].clone();
    twin.bytes[10] ^= 1;
    note.signatures.push(twin);
    assert_eq!(trust().open(note.to_text().as_bytes()), Err(NoteError::False(ORIGIN.into()).into()));
}

#[test]
fn the_logs_own_key_is_no_witness_and_one_witness_counts_once() {
    let own = Witness::new("own.example/w", &[7; 32]).unwrap().verifier().to_text();
    let log = signer().verifier().to_text();
    assert!(Trust::parse(&[&log], &[&own], 1).is_err());
    let again = Witness::new("alias.example/w", &[9; 32]).unwrap().verifier().to_text();
    assert!(Trust::parse(&[&log], &[&witness().verifier().to_text(), &again], 2).is_err());
}

#[test]
fn a_cosignature_is_over_the_time_and_the_whole_text() {
    use ed25519_dalek::{Signature, VerifyingKey};
    let head = Checkpoint::new(ORIGIN, 5, [3; 32]);
    let line = witness().cosign(&head, 1_679_315_147).unwrap();
    assert_eq!(time(&line.bytes), Some(1_679_315_147));
    // The message put together by hand from the specification.
    let message = format!("cosignature/v1\ntime 1679315147\n{}", head.to_text());
    let key = VerifyingKey::from_bytes(witness().verifier().public_key()).unwrap();
    let signature = Signature::from_slice(&line.bytes[8..]).unwrap();
    key.verify_strict(message.as_bytes(), &signature).unwrap();

    let verifier = WitnessVerifier::parse(&witness().verifier().to_text()).unwrap();
    assert!(verifier.verify(head.to_text().as_bytes(), &line.bytes));
    for at in 0..line.bytes.len() {
        let mut changed = line.bytes.clone();
        changed[at] ^= 1;
        assert!(!verifier.verify(head.to_text().as_bytes(), &changed), "byte {at}");
        assert!(!verifier.verify(head.to_text().as_bytes(), &line.bytes[..at]));
    }
    assert!(Ed25519Verifier::parse(&verifier.to_text()).is_err());
    assert!(WitnessVerifier::parse(PETER).is_err());
    assert_eq!(witness().cosign(&head, u64::MAX), Err(CosignError::Time));
}

#[test]
fn a_published_cosignature_carries_its_time() {
    // transparency-dev/formats: the time inside a cosignature's bytes.
    use base64::prelude::{BASE64_STANDARD, Engine};
    let coded = "ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w9uL+8qT7S5gxEHWWOworDcFiEBYJXORmnFBOBA==";
    assert_eq!(time(&BASE64_STANDARD.decode(coded).unwrap()[4..]), Some(1_727_964_367));
}

#[test]
fn a_witness_cosigns_what_goes_on_from_what_it_saw_and_nothing_else() {
    let leaves: Vec<Hash> = (0..20u8).map(|n| leaf_hash(&[n])).collect();
    let root = |size| tree::root(size, &leaves[..]).unwrap();
    let head = |size| Checkpoint::new(ORIGIN, size, root(size));
    let offer = |size| sign(size, root(size));
    let ask = |note: &str, seen: Option<&Checkpoint>, proof: &[Hash]| {
        witness().witness(note.as_bytes(), &log_trust(), seen, proof, 1_700_000_000)
    };
    let proof = consistency_proof(7, 20, &leaves[..]).unwrap();
    let (kept, line) = ask(&offer(20), Some(&head(7)), &proof).unwrap();
    assert_eq!(kept, head(20));
    assert!(witness().verifier().verify(kept.to_text().as_bytes(), &line.bytes));
    assert!(ask(&offer(20), None, &[]).is_ok());
    assert!(ask(&offer(20), Some(&head(20)), &[]).is_ok());

    let rolled_back = CosignError::RolledBack { size: 7, seen: 20 };
    assert_eq!(ask(&offer(7), Some(&head(20)), &[]), Err(rolled_back));
    let inconsistent = Err(CosignError::Inconsistent { seen: 7 });
    assert_eq!(ask(&offer(20), Some(&head(7)), &proof[1..]), inconsistent);
    assert_eq!(ask(&sign(20, [1; 32]), Some(&head(7)), &proof), inconsistent);
    let twin = Err(CosignError::Inconsistent { seen: 20 });
    assert_eq!(ask(&sign(20, [1; 32]), Some(&head(20)), &[]), twin);
    let other = Checkpoint { origin: "other".into(), ..head(7) };
    assert_eq!(ask(&offer(20), Some(&other), &proof), Err(CosignError::Origin));
    let forged = offer(20).replace("\n20\n", "\n21\n");
    assert!(matches!(ask(&forged, None, &[]), Err(CosignError::Checkpoint(_))));
}

fn signer_of(name: &str, seed: u8) -> Ed25519Signer {
    Ed25519Signer::new(name, &[seed; 32]).unwrap()
}

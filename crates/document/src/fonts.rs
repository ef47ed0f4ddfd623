//! Which typefaces stand for those of the standard, and where they are found.
//!
//! The typefaces that offices buy (方正小标宋, 仿宋_GB2312) may not be given away. Free ones stand for them,
//! found on the system or in a folder of the operator's; an office that owns the others puts them into
//! that folder and they are taken first.

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};

/// What a typeface is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// 仿宋: the text.
    Fang,
    /// 楷体: headings of the second level, names of signers.
    Kai,
    /// 黑体: headings of the first level, labels.
    Hei,
    /// 宋体: page numbers, tables.
    Song,
    /// 小标宋: the issuer's name and the title.
    Title,
}

/// Debian packages that bring the free ones.
pub const PACKAGES: [&str; 2] = ["texlive-lang-chinese", "fonts-noto-cjk"];

/// Characters (one of a regular expression's class) that are set in 宋体 within 仿宋 and 楷体.
const LATIN: &str = "[0-9A-Za-z]";

/// Where they are after that.
const FOLDERS: [&str; 2] =
    ["/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol", "/usr/share/fonts/opentype/noto"];

impl Role {
    /// All of them.
    pub const ALL: [Role; 5] = [Role::Fang, Role::Kai, Role::Hei, Role::Song, Role::Title];

    /// Name of the typeface in the standard.
    pub fn name(self) -> &'static str {
        match self {
            Role::Fang => "仿宋",
            Role::Kai => "楷体",
            Role::Hei => "黑体",
            Role::Song => "宋体",
            Role::Title => "小标宋",
        }
    }

    /// Families that may stand for it, best first: those offices buy, then free ones.
    fn families(self) -> &'static [&'static str] {
        match self {
            Role::Fang => {
                &["FZFangSong-Z02", "FangSong_GB2312", "FangSong", "STFangsong", "FandolFang R", "FandolFang"]
            }
            Role::Kai => &["FZKai-Z03", "KaiTi_GB2312", "KaiTi", "STKaiti", "FandolKai"],
            Role::Hei => &["FZHei-B01", "SimHei", "STHeiti", "FandolHei", "Noto Sans CJK SC"],
            Role::Song => &["FZShuSong-Z01", "SimSun", "STSong", "FandolSong", "Noto Serif CJK SC"],
            Role::Title => &["FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S", "FandolSong", "Noto Serif CJK SC"],
        }
    }

    /// Name of the typeface in office programs, which have the standard's own.
    pub(crate) fn office(self) -> &'static str {
        match self {
            Role::Fang => "仿宋_GB2312",
            Role::Kai => "楷体_GB2312",
            Role::Hei => "黑体",
            Role::Song => "宋体",
            Role::Title => "方正小标宋简体",
        }
    }
}

/// Free typefaces that stand for those of the standard, for whoever wants to know.
pub fn stands_for() -> Vec<(&'static str, &'static str)> {
    vec![
        (Role::Fang.name(), "FandolFang"),
        (Role::Kai.name(), "FandolKai"),
        (Role::Hei.name(), "FandolHei"),
        (Role::Song.name(), "FandolSong"),
        (Role::Title.name(), "FandolSong Bold"),
    ]
}

/// Some typefaces are not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no typeface for {}; install {} or name a folder that has them", missing(.0), PACKAGES.join(" and "))]
pub struct FontsMissing(pub Vec<Role>);

fn missing(roles: &[Role]) -> String {
    roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ")
}

/// A face in a file, read when it is first used.
struct Face {
    path: PathBuf,
    index: u32,
    font: OnceLock<Option<Font>>,
}

/// The typefaces of this machine that a document may use.
pub(crate) struct Fonts {
    pub(crate) book: FontBook,
    faces: Vec<Face>,
}

impl Fonts {
    /// Looks in the operator's folder, then where the packages put them.
    pub(crate) fn find(own: Option<&Path>) -> Result<Fonts, FontsMissing> {
        Fonts::find_in(own.into_iter().chain(FOLDERS.iter().map(Path::new)))
    }

    /// Looks in these folders and nowhere else.
    pub(crate) fn find_in<'a>(folders: impl IntoIterator<Item = &'a Path>) -> Result<Fonts, FontsMissing> {
        let mut fonts = Fonts { book: FontBook::new(), faces: Vec::new() };
        for folder in folders {
            fonts.read(folder);
        }
        let missing: Vec<Role> = Role::ALL.into_iter().filter(|role| fonts.chain(*role).is_empty()).collect();
        if missing.is_empty() { Ok(fonts) } else { Err(FontsMissing(missing)) }
    }

    /// Families for a role as Typst wants them, best first; the last one holds the characters that the free
    /// ones lack (names).
    pub(crate) fn families(&self, role: Role) -> Vec<Value> {
        let chain = self.chain(role);
        let rare = if role == Role::Hei { "Noto Sans CJK SC" } else { "Noto Serif CJK SC" };
        let mut families: Vec<Value> = chain.iter().map(|family| json!(family)).collect();
        // The digits of FandolFang and FandolKai have no serifs; those of FandolSong go with them.
        let bare = matches!(role, Role::Fang | Role::Kai) && chain.iter().any(|f| f.starts_with("Fandol"));
        if bare && self.has("FandolSong") {
            families.insert(0, json!({ "name": "FandolSong", "covers": LATIN }));
        }
        if self.has(rare) && !chain.contains(&rare) {
            families.push(json!(rare));
        }
        families
    }

    /// The first family there is. Two would mix typefaces within a word without need.
    fn chain(&self, role: Role) -> Vec<&'static str> {
        role.families().iter().copied().find(|family| self.has(family)).into_iter().collect()
    }

    fn has(&self, family: &str) -> bool {
        self.book.contains_family(&family.to_lowercase())
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        let face = self.faces.get(index)?;
        face.font.get_or_init(|| Font::new(Bytes::new(std::fs::read(&face.path).ok()?), face.index)).clone()
    }

    fn read(&mut self, folder: &Path) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
            if !matches!(ending.as_str(), "otf" | "ttf" | "ttc" | "otc") {
                continue;
            }
            let Ok(data) = std::fs::read(&path) else { continue };
            for (index, info) in FontInfo::iter(&data).enumerate() {
                if !Role::ALL.iter().any(|role| role.families().contains(&info.family.as_str())) {
                    continue;
                }
                self.book.push(info);
                let index = u32::try_from(index).unwrap_or(0);
                self.faces.push(Face { path: path.clone(), index, font: OnceLock::new() });
            }
        }
    }
}

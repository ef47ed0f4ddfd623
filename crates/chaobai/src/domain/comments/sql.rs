//! Every SQL text of this folder.

/// A new comment.
pub const INSERT: &str = "INSERT INTO comment (cell, id, register, record, field, version, text, mentions, author, \
     author_post, recorded_at, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

/// One comment of a record.
pub const ONE: &str =
    "SELECT author, author_post, field FROM comment WHERE cell = $1 AND id = $2 AND record = $3";

/// That a comment is settled; the first to say so.
pub const RESOLVE: &str = "INSERT INTO comment_resolution (cell, comment, resolver, resolver_post, recorded_at, entry) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (cell, comment) DO NOTHING";

/// Comments of a record, newest first, with who settled them.
pub const OF_RECORD: &str = "SELECT c.id, c.field, c.version, c.text, c.mentions, c.author, c.author_post, c.recorded_at, \
     r.resolver, r.resolver_post, r.recorded_at FROM comment c \
     LEFT JOIN comment_resolution r ON r.cell = c.cell AND r.comment = c.id \
     WHERE c.cell = $1 AND c.record = $2 ORDER BY c.recorded_at DESC, c.id DESC LIMIT $3";

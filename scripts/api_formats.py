"""What the formats of the API's document mean, for schemathesis (see schemathesis.toml).

JSON Schema cannot say "a condition in CQL2 text" or "a line without control characters" by a pattern; the document
says it by `format`, and here is what such texts look like.
"""

import schemathesis
from hypothesis import strategies as st

# What may stand in a line: no control, no direction marks, nothing unassigned; not blank at its ends.
letters = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"), exclude_characters="\u00ad")
words = st.text(letters, min_size=1, max_size=40).filter(lambda text: text.strip() == text)
quoted = words.map(lambda text: "'" + text.replace("'", "''") + "'")
day = st.dates().map(lambda date: date.isoformat())

# Every list has these: the record's own columns.
condition = st.one_of(
    st.builds("id {} {}".format, st.sampled_from(["=", "<>", "<", ">"]), quoted),
    st.builds("id LIKE {}".format, quoted),
    st.sampled_from(["withdrawn = TRUE", "withdrawn = FALSE"]),
    st.builds("version BETWEEN {} AND {}".format, st.integers(0, 9), st.integers(0, 99)),
    st.builds("effective_on >= DATE('{}')".format, day),
    st.just("id IS NOT NULL"),
)
cql2 = st.recursive(
    condition,
    lambda inner: st.one_of(
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("NOT ({})".format, inner),
    ),
    max_leaves=4,
)

schemathesis.openapi.format("line", words)
schemathesis.openapi.format("lines", st.lists(words, min_size=1, max_size=3).map("\n".join))
schemathesis.openapi.format("file-name", st.builds("{}.{}".format, words, st.sampled_from(["pdf", "jpg", "xlsx"])))
schemathesis.openapi.format("cql2-text", cql2)
schemathesis.openapi.format("ogc-datetime", st.one_of(day, st.builds("{}/..".format, day)))
schemathesis.openapi.format("credit-code", st.sampled_from(["91350200MA2YJ1XR9G", "12441500196720244T"]))

"""Briefings out of notebooks."""

import sys

# jsonschema, which checks notebooks, would build grammars of web addresses for three seconds; no notebook has a use for them
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

"""What a paper says of its indicators, in the layouts and words of many offices: nothing missed, nothing read that is not there.

A case of `tests/claims/*.yaml` is a paper (marks in `tests/support/layouts.py`) and what must be read of it: `claims`.
What is `may` can be read or not.  `missed` are claims that are not read yet and `over` are readings that are not
meant; the test says so when one of them is mended.
"""

from pathlib import Path

import pytest
import yaml

from tests.support.layouts import claims_of, pair, spoken, told

FOLDER = Path(__file__).parent / "claims"
KEYS = {"name", "file", "text", "claims", "may", "missed", "over", "why"}


def _cases():
    for path in sorted(FOLDER.glob("*.yaml")):
        for n, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1):
            yield pytest.param(case, id=f"{path.stem}-{n}")


@pytest.mark.parametrize("case", _cases())
def test_claims(case, tmp_path):
    assert set(case) <= KEYS, "unknown key"
    got = claims_of(case["file"], case["text"], tmp_path)
    claims, missed, may = (told(case.get(key)) for key in ("claims", "missed", "may"))
    pairs = pair([*claims, *missed], got)
    unread = [line for i, line in enumerate([*claims, *missed]) if i not in pairs]
    left = [claim for k, claim in enumerate(got) if k not in pairs.values()]
    allowed = pair(may, left).values()
    over = [spoken(claim) for k, claim in enumerate(left) if k not in allowed]
    assert (unread, over) == (missed, case.get("over", [])), "\n".join(map(spoken, got))

"""Claims and threads against the truth."""

from __future__ import annotations

from itertools import combinations

from docaudit import quantities
from docaudit.evaluate.scores import Tally
from docaudit.evaluate.truth import Truth, TruthClaim, plain
from docaudit.model import Audit, Claim, Quantity, Relation, Role

INDICATOR_ROLES = (Role.TARGET, Role.ACTUAL, Role.BASELINE)


def score_claims(name: str, truth: Truth, result: Audit, tally: Tally) -> dict[str, tuple[int, int]]:
    """Match claims one to one; returns claim id -> (thread number, claim number) of the truth."""
    claims = [
        (paper.document.path, claim)
        for paper in result.whole.values()
        for part in paper.parts
        for claim in part.claims
        if claim.role in INDICATOR_ROLES
    ]
    free = dict(enumerate(claims))
    pairs: dict[str, tuple[int, int]] = {}
    wanted = [(i, j, claim) for i, thread in enumerate(truth.indicators) for j, claim in enumerate(thread.claims)]
    # First those whose quotation or name agrees best, so that equal values do not steal each other's partner.
    for threshold in (0.8, 0.3):
        for i, j, claim in wanted:
            if (i, j) in pairs.values():
                continue
            best = max(((_agreement(claim, path, got), -k) for k, (path, got) in free.items()), default=(0.0, 0))
            if best[0] >= threshold:
                _, got = free.pop(-best[1])
                pairs[got.id] = (i, j)
    tally.add("指标读取", len(wanted), len(claims), len(pairs))
    found = set(pairs.values())
    for i, j, claim in wanted:
        if (i, j) not in found:
            tally.details.append(
                f"[漏读] {name}/{claim.document}：{claim.role.value} {claim.name} {claim.quantity or claim.text}（{claim.quote}）"
            )
    for path, got in free.values():
        value = got.quantity.text if got.quantity else got.text
        tally.details.append(f"[多读] {name}/{path}：{got.role.value} {got.name} {value}（{got.place.where}）")
    return pairs


def _agreement(wanted: TruthClaim, path: str, got: Claim) -> float:
    """Return 0 when the two cannot be the same claim, else how well the words agree."""
    if wanted.document != path or wanted.role is not got.role or not _same_value(wanted, got):
        return 0.0
    name, other = plain(wanted.name), plain(" ".join((*got.path, got.name)))
    quote = plain(wanted.quote)
    context = plain(got.context) + plain(got.place.quote)
    in_context = bool(quote) and (quote in context or plain(got.place.quote) in quote)
    own = plain(got.name)
    shared = len(set(_bigrams(name)) & set(_bigrams(other))) / max(1, len(set(_bigrams(name))))
    if own and (own in name or name in own):
        shared = max(shared, 0.8)
    return min(1.0, shared * 0.7 + (0.3 if in_context else 0.0)) if shared else (0.3 if in_context else 0.0)


def _same_value(wanted: TruthClaim, got: Claim) -> bool:
    if wanted.quantity is None:
        return got.quantity is None and (
            plain(wanted.text or "") in plain(got.text or "") or plain(got.text or "#") in plain(wanted.text or "")
        )
    quantity = _labelled(wanted.quantity)
    if got.quantity is None:
        return quantity is None and plain(wanted.quantity) == plain(got.text or "")
    if quantity is None or not _same_bounds(quantity, got.quantity, got.role):
        return False
    units = (quantity.unit, got.quantity.unit)
    # A nought often stands without its unit; the label then says nothing about it.
    return units[0] is None or (units[1] is not None and units[0].canonical == units[1].canonical)


def _labelled(text: str) -> Quantity | None:
    """The quantity of a label; of words around one (申请4件, 1项立项) the one quantity that stands in them."""
    found = quantities.parse(text)
    if found is not None:
        return found
    inside = quantities.find(text)
    return inside[0].quantity if len(inside) == 1 else None


def _same_bounds(wanted: Quantity, got: Quantity, role: Role) -> bool:
    """Whether two quantities bound the same; 达到 is plain equality in results, and in targets a word that a label may drop."""
    one, other = _bounds(wanted), _bounds(got)
    if role is Role.ACTUAL or (got.reached and wanted.relation is Relation.EQ):
        one, other = (
            (Relation.EQ, low, low) if quantity.reached else (relation, low, high)
            for quantity, (relation, low, high) in ((wanted, one), (got, other))
        )
    return one == other


def _bounds(quantity: Quantity) -> tuple[Relation, object, object]:
    low, high = (None if n is None else (n * quantity.factor).normalize() for n in (quantity.low, quantity.high))
    return quantity.relation, low, high


def _bigrams(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)] or [text]


def score_threads(name: str, truth: Truth, result: Audit, pairs: dict[str, tuple[int, int]], tally: Tally) -> None:
    """Pairs of claims that stand in one thread, among the claims that were read."""
    read = {number: claim_id for claim_id, number in pairs.items()}
    wanted = {
        frozenset(pair)
        for i, thread in enumerate(truth.indicators)
        for pair in combinations([read[i, j] for j in range(len(thread.claims)) if (i, j) in read], 2)
    }
    got = {
        frozenset(pair)
        for indicator in result.indicators
        for pair in combinations([c.id for c in indicator.claims if c.id in pairs], 2)
    }
    tally.add("指标对齐", len(wanted), len(got), len(wanted & got))
    labels = {
        claim_id: f"{truth.indicators[i].claims[j].document} {truth.indicators[i].claims[j].name}"
        for claim_id, (i, j) in pairs.items()
    }
    for pair in sorted(wanted ^ got, key=sorted):
        first, second = sorted(labels[claim_id] for claim_id in pair)
        tally.details.append(f"[{'未对齐' if pair in wanted else '错对齐'}] {name}：{first} ↔ {second}")

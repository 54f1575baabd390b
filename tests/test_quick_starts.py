"""What is done here for a few, since the library for many takes long to load, gives what the library gives."""

import itertools
import random
from array import array
from pathlib import Path

import cn2an
import jieba
import numpy as np
import pytest
import spacy
from scipy.optimize import linear_sum_assignment
from spacy.matcher import PhraseMatcher

from docaudit.align import assigning
from docaudit.lexicon.phrases import Found, Phrases
from docaudit.lexicon.segmenting import Dictionary, new_tokenizer
from docaudit.quantities.numerals import value_of

OWN = ("验收合格率", "高价值专利", "授权", "云岭")
TEXTS = (
    "申请发明专利12项，其中授权5项；培养硕士研究生不少于8名。",
    "高价值专利 GB/T 33190—2016 的验收合格率达到98.5%以上",
    "云岭江湾平台一期工程竣工面积（㎡）",
    "",
)


def test_words_are_cut_as_jieba_does():
    whole = jieba.Tokenizer()
    whole.initialize()
    for word in OWN:
        whole.add_word(word)
    quick = new_tokenizer(OWN)
    assert quick.total == whole.total
    assert [quick.lcut(text, HMM=False) for text in TEXTS] == [whole.lcut(text, HMM=False) for text in TEXTS]


def test_the_dictionary_is_the_one_of_jieba():
    whole = jieba.Tokenizer()
    whole.initialize()
    quick = Dictionary(Path(jieba.__file__).with_name("dict.txt"))
    assert quick.total == whole.total == quick._sum()
    asked = [*list(whole.FREQ)[::500], "的", "的的", "龘", ""]
    assert [quick.get(word) for word in asked] == [whole.FREQ.get(word) for word in asked]
    assert ("专利" in quick, "专专" in quick) == ("专利" in whole.FREQ, "专专" in whole.FREQ)


def test_phrases_are_found_as_spacy_finds_them():
    words = ("专利", "发明专利", "授权", "研究生", "硕士研究生", "利", "合格率")
    language = spacy.blank("zh")
    matcher = PhraseMatcher(language.vocab)
    for word in words:
        matcher.add(word, [language.make_doc(word)])
    phrases = Phrases(words)
    for text in ("".join(text.split()) for text in TEXTS):
        theirs = sorted(Found(a, b, language.vocab.strings[key]) for key, a, b in matcher(language.make_doc(text)))
        assert sorted(phrases.plainly(text)) == theirs
        assert sorted(phrases.matched(text)) == theirs


@pytest.mark.parametrize("seed", range(5))
def test_rows_are_assigned_as_by_scipy_ties_too(seed):
    chance = random.Random(seed)
    for _ in range(200):
        rows, columns = chance.randint(1, 9), chance.randint(1, 9)
        values = [round(chance.random() / 2, chance.choice((1, 2, 16))) for _ in range(5)]
        own = [[chance.choice((1.0, *values)) for _ in range(columns)] for _ in range(rows)]
        cost = [row + [0.45] * rows for row in own]
        assert assigning.by_shortest_paths(cost) == linear_sum_assignment(np.array(cost))[1].tolist()


def test_few_and_many_are_chosen_alike(monkeypatch):
    chance = random.Random(1)
    costs = [{t: round(chance.random() / 2, 1) for t in chance.sample(range(9), 4)} for _ in range(8)]
    postings = [(array("i", chance.sample(range(30), 9)), 1 + chance.random()) for _ in range(8)]
    few = assigning.assigned(costs, range(9), 0.45), assigning.heaviest(postings, 6)
    monkeypatch.setattr(assigning, "_FEW_ROWS", 0)
    monkeypatch.setattr(assigning, "_FEW_POSTINGS", 0)
    assert (assigning.assigned(costs, range(9), 0.45), assigning.heaviest(postings, 6)) == few


def test_numerals_have_the_value_that_cn2an_gives():
    for length in (2, 3, 4):
        for written in map("".join, itertools.product("一三九零十百", repeat=length)):
            try:
                theirs = cn2an.cn2an(written, "normal") if written[0] not in "百零" else None
            except (ValueError, KeyError):
                theirs = None
            assert written[0] in "百零" or value_of(written) in (theirs, None), written

"""What a new user gets wrong: never a Python error, always sentences in every language that say what to do."""

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from opennss.language import languages
from opennss.mcda.aggregate import METHODS
from opennss.mcda.aggregate.preferences import Preference
from opennss.mcda.aggregate.promethee import preference_indices, promethee_1
from opennss.mcda.agreement import concordance, consensus, tau_b
from opennss.mcda.checks import InputError
from opennss.mcda.frames import decision_matrix
from opennss.mcda.missing import filled
from opennss.mcda.normalize import min_max
from opennss.mcda.robustness.acceptability import acceptability, smaa
from opennss.mcda.robustness.change import cross_top, overturn
from opennss.mcda.robustness.pairs import winning
from opennss.mcda.robustness.reversal import reversals
from opennss.mcda.robustness.scores import LinearScores
from opennss.mcda.robustness.sobol import additive, multiplicative, sequence, sobol
from opennss.mcda.robustness.spaces import Answers, Around, Fixed, Free, Ordered
from opennss.mcda.robustness.stability import crossings, stability
from opennss.mcda.robustness.values import Interval, Normal, uncertain_matrix
from opennss.mcda.weights.best_worst import best_worst
from opennss.mcda.weights.critic import critic
from opennss.mcda.weights.direct import direct, points
from opennss.mcda.weights.entropy import entropy
from opennss.mcda.weights.swing import swing
from opennss.mcda.weights.together import aggregate_judgements, aggregate_priorities

MATRIX = decision_matrix([[1.0, 4.0], [2.0, 3.0], [3.0, 1.0]], criteria=["price", "noise"])
FRAME = pl.DataFrame({"price": [1.0, 2.0], "noise": [4.0, 3.0]})
EQUAL = [0.5, 0.5]
GAPPY = decision_matrix([[1.0, None], [2.0, 3.0]])
SCORES = LinearScores(MATRIX.values)
UNSURE = uncertain_matrix([[1.0, Interval(2, 4)], [2.0, 3.0]])

CALLS: dict[str, tuple[Callable[[], object], str]] = {
    "names in an order of importance": (lambda: Ordered(["price", "noise"]), "space-not-numbers"),
    "words for numbers": (lambda: smaa(MATRIX, samples="many"), "number-whole"),
    "floats for whole numbers": (lambda: smaa(MATRIX, samples=1e4), "number-whole"),
    "a yes for a number": (lambda: smaa(MATRIX, threads=True), "number-whole"),
    "a list for a space": (lambda: smaa(MATRIX, space=[0.5, 0.5]), "space-none"),
    "a class for a space": (lambda: smaa(MATRIX, space=0), "space-none"),
    "a list for a space of scores": (lambda: acceptability(SCORES, [0.5, 0.5]), "space-none"),
    "a frame to smaa": (lambda: smaa(FRAME), "matrix-not-made"),
    "an unknown method": (lambda: smaa(MATRIX, "topsys"), "option-unknown"),
    "an unknown option of smaa": (lambda: smaa(MATRIX, "topsis", normalisation="vector"), "argument-unknown"),
    "an option that smaa has not": (lambda: smaa(MATRIX, "topsis", rescale=True), "argument-unknown"),
    "an option of another method": (lambda: smaa(MATRIX, "topsis", v=0.5), "argument-unknown"),
    "the v of smaa": (lambda: smaa(MATRIX, "vikor", v="half"), "strategy-weight"),
    "options of an uncertain sum": (lambda: smaa(UNSURE, normalization="vector"), "uncertain-options"),
    "an unknown normalization": (lambda: METHODS["topsis"](MATRIX, EQUAL, normalization="vektor"), "option-unknown"),
    "an unknown treatment": (lambda: METHODS["topsis"](MATRIX, EQUAL, missing="mean"), "option-unknown"),
    "the v of VIKOR": (lambda: METHODS["vikor"](MATRIX, EQUAL, v="half"), "strategy-weight"),
    "a name for a preference": (lambda: METHODS["promethee-2"](MATRIX, EQUAL, "linear"), "preference-not"),
    "a number for a preference": (lambda: METHODS["promethee-2"](MATRIX, EQUAL, 3), "preference-not"),
    "words in a preference": (
        lambda: METHODS["promethee-2"](MATRIX, EQUAL, Preference("v-shape", p="wide")),
        "threshold-value",
    ),
    "words for a threshold": (lambda: METHODS["electre-3"](MATRIX, EQUAL, q="small", p=1), "threshold-value"),
    "words in thresholds": (lambda: METHODS["electre-3"](MATRIX, EQUAL, q=["small", 0]), "threshold-value"),
    "three numbers for a threshold": (lambda: METHODS["electre-3"](MATRIX, EQUAL, q=[(1, 2, 3), 0]), "threshold-value"),
    "words for alpha": (lambda: METHODS["electre-3"](MATRIX, EQUAL, alpha="low"), "discrimination-threshold"),
    "a frame to PROMETHEE I": (lambda: promethee_1(FRAME, EQUAL), "matrix-not-made"),
    "a frame to its indices": (lambda: preference_indices(FRAME, EQUAL), "matrix-not-made"),
    "a frame to entropy": (lambda: entropy(FRAME), "matrix-not-made"),
    "a frame to CRITIC": (lambda: critic(FRAME), "matrix-not-made"),
    "a frame to reversals": (lambda: reversals(FRAME, EQUAL, METHODS["topsis"]), "matrix-not-made"),
    "words for weights of reversals": (lambda: reversals(MATRIX, "equal", METHODS["topsis"]), "weights-not-numbers"),
    "a name for a place": (lambda: stability(SCORES, EQUAL, "price"), "number-place"),
    "a place beyond the last": (lambda: crossings(SCORES, EQUAL, 0, 3), "number-place"),
    "a name for an alternative": (lambda: cross_top(SCORES, EQUAL, "a1", 1), "number-place"),
    "no top at all": (lambda: cross_top(SCORES, EQUAL, 0, 0), "number-least"),
    "a negative place": (lambda: overturn(SCORES, EQUAL, 0, -1), "number-place"),
    "words for weights": (lambda: overturn(SCORES, "equal", 0, 1), "weights-not-numbers"),
    "words for points": (lambda: sobol(lambda x: x[:, 0], ("a",), count="many"), "number-whole"),
    "one name for inputs": (lambda: sobol(lambda x: x[:, 0], "ab"), "sobol-call"),
    "no function": (lambda: sobol(3, ("a",)), "sobol-call"),
    "a share of three": (lambda: sobol(lambda x: x[:, 0], ("a",), 4, confidence=95), "sobol-confidence"),
    "too few slopes": (lambda: additive([1.0], [1.0, 1.0], ("a", "b")), "sobol-terms"),
    "words for means": (lambda: multiplicative(["a", "b"], [1.0, 1.0], ("a", "b")), "sobol-terms"),
    "a matrix for scores": (lambda: stability(MATRIX, EQUAL, 0), "scores-not-made"),
    "an array for scores": (lambda: cross_top(MATRIX.values, EQUAL, 0, 1), "scores-not-made"),
    "a list for scores": (lambda: winning([[1.0, 2.0]]), "scores-not-made"),
    "a matrix for scores to count": (lambda: acceptability(MATRIX, Free(2)), "scores-not-made"),
    "words for bounds": (lambda: overturn(SCORES, EQUAL, 0, 1, low=["none", 0]), "weights-not-numbers"),
    "answers without names": (lambda: best_worst("a", "b", [2, 8], {"a": 8}), "answers-by-name"),
    "lists for people's weights": (lambda: aggregate_priorities([EQUAL, EQUAL]), "people-weights"),
    "answers for their counts": (lambda: consensus([1, 1, 2]), "answers-counts"),
    "a frame to fill": (lambda: filled(FRAME, "median"), "matrix-not-made"),
    "a list for the name of a normalization": (lambda: METHODS["topsis"](MATRIX, EQUAL, ["vector"]), "option-unknown"),
    "no points": (lambda: sequence(2, 0), "number-least"),
    "words for shared points": (lambda: points({"price": "many", "noise": 40}), "answer-number"),
    "words for weights by name": (lambda: direct({"price": None, "noise": 1}), "answer-number"),
    "words for ratings": (lambda: swing(["high", 100]), "answers-not-numbers"),
    "an unknown mean": (lambda: aggregate_priorities([direct([1.0])], mean="median"), "option-unknown"),
    "words for a comparison": (lambda: aggregate_judgements([{("a", "b"): "3"}], ["a", "b"]), "comparison-number"),
    "words for ratings of people": (lambda: concordance([["good", "bad"], ["bad", "good"]]), "ratings-not-numbers"),
    "orders of different length": (lambda: tau_b([1, 2, 3], [1, 2]), "orders-length"),
    "a frame of uncertain values": (lambda: uncertain_matrix(FRAME), "uncertain-frame"),
    "a file of uncertain values": (lambda: uncertain_matrix("values.csv"), "matrix-of-file"),
    "a row of uncertain values": (lambda: uncertain_matrix([1.0, 2.0]), "matrix-shape"),
    "a method that there is not": (lambda: METHODS["topsys"], "option-unknown"),
    "a matrix for the values of scores": (lambda: LinearScores(MATRIX), "scores-values"),
    "a matrix for values": (lambda: min_max(MATRIX), "normalize-call"),
    "answers without shares": (lambda: Answers([[0.5, 0.5]]), "shares-missing"),
    "a name for a method": (lambda: reversals(MATRIX, EQUAL, "topsis"), "rank-not-function"),
    "one number for all points": (lambda: sobol(lambda _: 1.0, ("a",)), "sobol-shape"),
    "a space of another size": (lambda: smaa(MATRIX, "topsis", Free(4)), "space-count"),
    "a space of another size for VIKOR": (lambda: smaa(MATRIX, "vikor", Free(4)), "space-count"),
    "a treatment of the weighted sum": (
        lambda: METHODS["topsis"](MATRIX, EQUAL, missing="renormalize"),
        "renormalize-sum",
    ),
    "thresholds of strange names": (lambda: METHODS["electre-3"](MATRIX, EQUAL, q={"cost": 1}), "threshold-names"),
    "more inputs than there are": (
        lambda: METHODS["weighted-product"](MATRIX, EQUAL, None, False, "more"),
        "arguments-many",
    ),
    "a matrix twice": (lambda: METHODS["topsis"](MATRIX, EQUAL, matrix=MATRIX), "argument-twice"),
    "a law of words": (lambda: uncertain_matrix([[Interval("low", 3)], [Normal(2, None)], [1.0]]), "value-law"),
}


@pytest.mark.parametrize("name", CALLS)
def test_no_python_error_but_sentences(name):
    call, code = CALLS[name]
    with pytest.raises(InputError) as caught:
        call()
    assert {finding.code for finding in caught.value.findings} == {code}
    assert str(caught.value) == "\n".join(caught.value.told())
    for language in languages():
        assert all(sentence.endswith(".") and sentence.count(". ") >= 1 for sentence in caught.value.told(language))


@pytest.mark.parametrize("method", METHODS)
def test_every_method_says_what_it_lacks_and_what_it_does_not_know(method):
    rank = METHODS[method]
    with pytest.raises(InputError, match=f"{method} has no option mising. Nearest is missing. Its options: .*missing"):
        rank(MATRIX, EQUAL, mising="median")
    with pytest.raises(InputError, match=f"{method} was called without its weights"):
        rank(MATRIX)
    with pytest.raises(InputError, match="type DataFrame"):
        rank(FRAME, EQUAL)
    with pytest.raises(InputError, match=f"{method} has no option mising. Nearest is missing"):
        smaa(MATRIX, method, mising="median")


def test_the_sentence_says_place_cause_and_next_step():
    with pytest.raises(InputError) as caught:
        smaa(MATRIX, "topsis", normalisation="vector")
    assert str(caught.value) == (
        "topsis has no option normalisation. Nearest is normalization. Its options: normalization, missing."
    )
    assert caught.value.told("vi") == (
        "Phương pháp topsis không có tùy chọn normalisation. Gần nhất là normalization. "
        "Các tùy chọn: normalization, missing.",
    )


def test_whole_numbers_of_numpy_are_whole_numbers():
    assert smaa(MATRIX, samples=np.int64(10), space=Free(np.int32(2))).samples == 10
    assert stability(SCORES, EQUAL, np.int64(1)).criterion == 1


@pytest.mark.parametrize(
    ("call", "advised"),
    [
        (lambda: METHODS["topsis"](MATRIX, [0.5, 0.6]), "rescale=True"),
        (lambda: direct([0.5, 0.6]), "rescale=True"),
        (lambda: Around([0.5, 0.6], 5.0), ""),
        (lambda: Fixed([0.5, 0.6]), ""),
        (lambda: cross_top(SCORES, [0.5, 0.6], 0, 1), ""),
        (lambda: stability(SCORES, [0.5, 0.6], 0), ""),
        (lambda: METHODS["topsis"](GAPPY, EQUAL), 'missing="median"'),
        (lambda: entropy(GAPPY), ""),
        (lambda: critic(GAPPY), ""),
        (lambda: best_worst("a", "c", {"b": 2, "c": 6}, {}), ""),
    ],
)
def test_only_what_the_function_takes_is_advised(call, advised):
    with pytest.raises(InputError) as caught:
        call()
    told = str(caught.value)
    words = [word for word in ("rescale=True", 'missing="median"', "incomplete") if word in told]
    assert words == ([advised] if advised else [])


def test_thresholds_go_by_name_as_weights_do():
    rank = METHODS["electre-3"]
    named = rank(
        MATRIX, EQUAL, q={"noise": 1, "price": 0}, p={"noise": 2, "price": 1}, veto={"noise": None, "price": 2}
    )
    assert named.position == rank(MATRIX, EQUAL, q=[0, 1], p=[1, 2], veto=[2, None]).position


def test_numbers_have_the_decimal_sign_of_the_language():
    with pytest.raises(InputError) as caught:
        direct([0.5, 0.6])
    assert "1.1," in caught.value.told("en")[0]
    assert "1,1," in caught.value.told("vi")[0]

"""Words of scholarly English that tell names from phrases, and what a name is. Data, in one place."""

from functools import cache
from importlib.resources import files

from paperatlas.graph.schema import Kind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOUNS_OF_KIND: dict[Kind, frozenset[str]] = {
    "benchmark": _words("benchmark benchmarks leaderboard leaderboards testbed testbeds challenge "
        "suite suites testset"),
    "dataset": _words("dataset datasets corpus corpora database databases collection treebank data repository"),
    "model": _words(
        "model models llm llms mllm mllms vlm vlms slm vla chatbot checkpoint "
            "checkpoints lm lms backbone series family "
        "encoder transformer generator foundation"
    ),
    "method": _words(
        "method methods approach approaches framework frameworks algorithm algorithms technique techniques strategy "
        "strategies pipeline pipelines paradigm paradigms system systems module modules mechanism mechanisms optimizer "
        "optimizers optimiser loss losses objective toolkit toolkits library libraries platform platforms tool tools "
        "architecture architectures network networks procedure scheme schemes "
            "layer layers estimator agent agents tuning "
        "sampling attention decoding training regularization regularizer sampler "
            "solver attack attacks defense protocol "
        "prompting adapter adapters package environment environments simulator "
            "plugin variant variants interface policy "
        "engine block unit metric operator solution formulation representation workflow methodology recipe decoder "
        "optimization learning initialization search distillation quantization pruning augmentation"
    ),
}  # fmt: skip
KIND_OF_NOUN: dict[str, Kind] = {noun: kind for kind, nouns in NOUNS_OF_KIND.items() for noun in nouns}

NOUNS_NEAR: dict[Kind, frozenset[str]] = {
    "benchmark": _words("benchmark benchmarks leaderboard suite testbed challenge test tests evaluation"),
    "dataset": _words("dataset datasets corpus corpora data collection benchmark benchmarks"),
    "model": _words("model models llm llms mllm mllms vlm vlms backbone backbones encoder checkpoint family"),
    "method": _words(
        "algorithm algorithms method methods optimizer optimizers framework technique techniques approach "
        "approaches loss objective architecture layer layers module strategy estimator sampler sampling "
        "toolkit library environment network networks tuning"
    ),
}
"""Beside an ambiguous name these speak for a kind. Not NOUNS_OF_KIND: a word that classes a name may speak for nothing
when it only stands near one (`system`), and the other way round (`test`); one list for both links worse."""

NOT_ENTITY_NOUNS = _words(
    "task tasks metric metrics score scores problem problems field domain university conference workshop competition "
    "company gpu gpus hardware device devices language languages standard license team users patients disease images "
    "modality scans sensor sensors frequency signals setting settings cells "
    "proteins phenomenon effect issue rate rates ratio "
    "index coefficient imaging photography disease disorder syndrome therapy "
    "surgery drain injury cancer community area region "
    "science theory industry market sector center centre department government agency law policy act"
)
COMPONENT_NOUNS = _words(
    "loss module modules strategy mechanism regularization regularizer attention sampling sampler scheduler scheme "
    "layer block decoder encoder adapter objective unit operator mask masks "
    "augmentation network algorithm normalization "
    "selector projector estimator generator discriminator predictor controller "
    "planner retriever router memory bank head "
    "fusion guidance filter detector verifier critic aggregator injector "
    "refiner tokenizer gating gate grounding calibration "
    "agent optimizer rebalancing remasking routing tuning optimization "
    "distillation alignment learning pruning decoding embedding transform"
)
"""A named part of a method ends in one of these."""

GENERIC_MODIFIERS = _words(
    "novel new simple effective efficient unified general generic lightweight "
    "robust scalable flexible modular first second "
    "third two three four multi-stage two-stage three-stage one-stage end-to-end "
    "plug-and-play training-free comprehensive "
    "large-scale principled practical powerful additional specific dedicated specialized specialised custom customized "
    "innovative advanced improved enhanced deep neural learnable trainable "
    "different various several multiple large small "
    "single joint hybrid based proposed auxiliary composite total overall "
    "standard further own such certain better stronger "
    "fast faster automatic automated optimal machine reinforcement supervised fine"
)

PART_NOUNS = _words("module modules loss mechanism strategy network block layer unit stage scheme head agent algorithm")
"""A capitalised phrase before one of these names a part of something."""

FIELD_WORDS = _words(
    "language large models intelligence artificial learning machine vision deep neural networks science sciences "
    "research health care engineering data protection regulation act state states"
)
"""Words of the field's own capitalised terms: a phrase with one names nothing of the paper's."""

NO_COMPONENT = _words(
    "study paper work research approach state-of-the-art deep explores "
    "presents investigates shows large-scale world real "
    "human data model method problem task set way insights understanding results version"
)
"""A phrase with one of these describes; it names no component."""

NO_NAMES = _words(
    "ai ml nlp llm llms mllm mllms vlm vlms lvlm lvlms slm slms lm lms "
    "plm plms dnn dnns ann nn nns sota soa gpu gpus cpu "
    "cpus tpu tpus npu api apis ui gui ux ood iid id url http https pdf "
    "rgb rgb-d hd 2d 3d 4d 1d 6d 5g 6g usa us uk eu i ii "
    "iii iv vs et al fig cvpr iccv eccv neurips nips icml iclr acl emnlp "
    "naacl aaai ijcai kdd www miccai interspeech icassp "
    "arxiv github q&a qa vqa asr tts ocr ner re mt nmt nlu nlg cv ir hci "
    "iot ehr ehrs mri ct eeg ecg fmri pet snr psnr ssim "
    "fid map miou iou auc auroc roc f1 bleu rouge wer cer mse mae rmse "
    "flops flop stem covid covid-19 sars-cov-2 dna rna "
    "agi xai genai ssl uav uavs gps lidar sar ros os pc vr ar xr kg kgs kb sql json html css xml csv phd ceo"
)
"""Acronyms of any field that look like names and are none; the catalogue's negative list has the rest."""

STOP_WORDS = _words(
    "a an the of and or in on for to with by from at as is are be we our "
    "this that these those it its their which using "
    "via into than both between across while through under over without within each all any some no not can may"
)

NOT_FIRST = _words(
    "a an the of and or in on for to with by our this these that called named termed dubbed we propose introduce "
    "present using via is are as from both novel new proposed such"
)
"""A long form never begins with one of these: the search for one stops short of them."""

JOINED_PREFIXES = _words(
    "pre fine self semi multi meta auto co non cross post re over under sub super hyper inter intra bi tri micro "
    "macro pseudo zero few one soft hard back data label time spatio down up sample key"
)
"""First parts that are written joined, hyphenated or apart alike: pre-training, pretraining, pre training."""

LOOSE_PREFIXES = _words("non pre post multi co re ex anti pro single dual two three all like based via using and vs")
"""What may stand before a hyphen without making another name of what follows: pre-BERT, non-Transformer."""


@cache
def vocabulary() -> frozenset[str]:
    """Lower-case words of scholarly English (counted over abstracts); a word outside it may be coined."""
    text = files("paperatlas.loaders.linking").joinpath("vocabulary.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


# Bayesian, Gaussian, Chinese: adjectives of names are always capitalised, and no names.
_OF_PLACES = ("ian", "ean", "ese", "ish")


def in_vocabulary(word: str) -> bool:
    """Whether a word, or its singular or stem, is ordinary English of the field."""
    words = vocabulary()
    low = word.lower()
    if low in words or low.endswith(_OF_PLACES):
        return True
    return any(
        low.endswith(tail) and low[: -len(tail)] in words
        for tail in ("s", "es", "ed", "ing", "ly", "'s", "d", "er", "al")
    )


_PLURAL_BY_NATURE = _words("squares means effects differences features elements words bases news analyses biases")
"""Least Squares, Finite Elements, Bag of Words: named in the plural, or no plural of what they look like."""


def singular(word: str) -> str:
    """A plural noun of the field in the singular (losses, queries), any other word as it is (lens, dynamics)."""
    if not word.endswith(("ss", "us", "is", "ics")) and word.lower() not in _PLURAL_BY_NATURE:
        for tail, end in (("s", ""), ("es", ""), ("ies", "y")):
            stem = word.removesuffix(tail) + end
            if word.endswith(tail) and stem.lower() in vocabulary():
                return stem
    return word

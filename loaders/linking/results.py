from spacy.language import Language

from .document import register


@Language.factory("paperatlas_results")
def create(nlp: Language, name: str):
    register()
    return lambda doc: doc

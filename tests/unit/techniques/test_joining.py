"""Short and long forms of a name within one text."""

from __future__ import annotations

from litgraph.model.identifiers import PaperId
from litgraph.model.technique import Reading
from litgraph.techniques.extractor import PaperText
from litgraph.techniques.offline import OfflineExtractor


def names_of(abstract: str) -> dict[str, set[str]]:
    text = PaperText(paper=PaperId("local:a"), title="", abstract=abstract)
    [(_, reading)] = OfflineExtractor().read([text])
    assert isinstance(reading, Reading)
    return {name.text: {name.text, *name.aliases} for name in reading.names}


def test_two_forms_that_the_text_explains_each_are_two_names_though_the_letters_fit() -> None:
    names = names_of(
        "Low-Rank Adaptation (LoRA) trains few weights. We propose Layerwise Importance Sampled AdamW (LISA), an "
        "optimizer. LISA outperforms LoRA on GSM8K."
    )

    assert not any({"LoRA", "LISA"} <= spellings for spellings in names.values())
    assert any({"LISA", "Layerwise Importance Sampled AdamW"} <= spellings for spellings in names.values())

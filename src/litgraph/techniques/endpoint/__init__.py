"""Reading by a language model behind an OpenAI-compatible endpoint: nothing is believed that the text doesn't hold."""

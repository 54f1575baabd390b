"""The review page: a local web page on which a person confirms or rejects findings beside the highlighted papers."""

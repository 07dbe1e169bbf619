"""Analyses of a reading network, of its mistakes, and of SQuAD.

The network: `occlusion` (each word deleted) with `saliency` (the gradient instead) and
`reduction` (the shortest question), `span_surface` (all pairs of start and
end), `similarity` (attention by hand), `self_attention` (of the context to itself),
`excerpt` (parts of a context), `parts` (the network as a picture, from its config);
`characters/` is what it knows of them.
Mistakes: `outcomes` (of every dev question), `tallies` (by type and length),
`question_types`, `mistakes`, `dev_questions`, `ablations`. SQuAD: `statistics` with
`counting`. Also `published` (other people's figures), `samples` (our paragraphs),
`shipping` with `example` (files of a shipped checkpoint).
"""

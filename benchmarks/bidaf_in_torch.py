"""BiDAF in PyTorch, as its users write it, with the weights of a Keras model.

The networks of `engine.reading.model` without what `best` adds to them.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from engine.reading.config import ReadingConfig

_CLIP_NORM = 5.0


class Bidaf(torch.nn.Module):
    """The network of `engine.reading.model`, with the weights of a Keras model.

    B examples, T context words, J question words, d units of one LSTM direction.
    """

    def __init__(self, model: Any, config: ReadingConfig, packed: bool = True) -> None:
        """Copy the weights.

        Args:
            model: The Keras model.
            config: Its settings.
            packed: Whether LSTMs read packed sequences. Without, the backward one
                begins in the padding, and logits are others; it is faster.
        """
        super().__init__()
        nn, self.config, self.packed = torch.nn, config, packed
        layer = model.get_layer
        if config.character_filters:
            cnn = layer("character_cnn")
            vectors = _tensor(cnn.embedding.embeddings)
            self.characters = nn.Embedding.from_pretrained(vectors, freeze=False)
            kernel = _tensor(cnn.convolution.kernel).permute(2, 1, 0).contiguous()
            self.convolution = nn.Conv1d(*kernel.shape[1::-1], kernel.shape[2])
            self.convolution.weight = nn.Parameter(kernel)
            self.convolution.bias = nn.Parameter(_tensor(cnn.convolution.bias))
        self.word_projection = _dense(layer("word_projection"))
        highways = [layer(f"highway_{number}") for number in (1, 2)]
        self.transforms = nn.ModuleList(_dense(each.transform) for each in highways)
        self.gates = nn.ModuleList(_dense(each.gate) for each in highways)
        self.contextual = _both_ways(layer("contextual"))
        flow = layer("attention_flow")
        self.of_context = nn.Parameter(_tensor(flow.context_weight))
        self.of_query = nn.Parameter(_tensor(flow.query_weight))
        self.of_product = nn.Parameter(_tensor(flow.product_weight))
        self.projection = _dense(layer("attention_projection"))
        numbers = range(1, config.modelling_layers + 1)
        self.modelling = nn.ModuleList(
            _both_ways(layer(f"modelling_{number}")) for number in numbers
        )
        self.start, self.end = (_dense(layer(name).logit) for name in ("start", "end"))

    def forward(self, inputs: Mapping[str, Any]) -> Any:
        """Return logits (B, 2, T)."""
        context_ids, query_ids = inputs["context"].long(), inputs["question"].long()
        table = self._words(inputs)
        context = self._encoded(self.contextual, table[context_ids], context_ids)
        query = self._encoded(self.contextual, table[query_ids], query_ids)
        x = torch.relu(
            self.projection(self._flow(context, query, context_ids, query_ids))
        )
        modelled = [x]
        for lstm in self.modelling:
            modelled.append(self._encoded(lstm, modelled[-1], context_ids))
        for_end = modelled[-1]
        for_start = modelled[-2] if len(modelled) > 2 else for_end
        rate = self.config.output_dropout
        logits = [
            pointer(self._dropped(torch.cat([x, read], -1), rate))[..., 0]
            for pointer, read in ((self.start, for_start), (self.end, for_end))
        ]
        return _masked(torch.stack(logits, 1), (context_ids != 0)[:, None])

    def _words(self, inputs: Mapping[str, Any]) -> Any:
        """Return each different word by itself, (U, 2d)."""
        table = inputs["vectors"]
        if self.config.character_filters:
            ids = inputs["characters"].long()
            embedded = self.characters(ids) * (ids != 0)[..., None]
            dropped = torch.dropout(embedded, self.config.dropout, self.training)
            found = torch.relu(self.convolution(dropped.transpose(1, 2)))
            table = torch.cat([table, found.amax(2)], -1)
        table = self.word_projection(table)
        for transform, gate in zip(self.transforms, self.gates, strict=True):
            opened = torch.sigmoid(gate(table))
            table = opened * torch.relu(transform(table)) + (1 - opened) * table
        return table

    def _encoded(self, lstm: Any, x: Any, ids: Any) -> Any:
        """Return what both directions read, (B, T, 2d)."""
        x = self._dropped(x, self.config.dropout)
        if not self.packed:
            return lstm(x)[0]
        packed = torch.nn.utils.rnn.pack_padded_sequence(
            x,
            (ids != 0).sum(1).cpu(),
            batch_first=True,
            enforce_sorted=False,
        )
        return torch.nn.utils.rnn.pad_packed_sequence(
            lstm(packed)[0], batch_first=True, total_length=ids.shape[1]
        )[0]

    def _flow(self, context: Any, query: Any, context_ids: Any, query_ids: Any) -> Any:
        """Return the query-aware context, (B, T, 8d)."""
        undropped, rate = context, self.config.attention_dropout
        context, query = self._dropped(context, rate), self._dropped(query, rate)
        similarity = (
            context @ self.of_context
            + (query @ self.of_query).transpose(1, 2)
            + (context * self.of_product) @ query.transpose(1, 2)
        )
        similarity = _masked(similarity, (query_ids != 0)[:, None])
        attended = similarity.softmax(-1) @ query
        strongest = _masked(similarity.amax(2), context_ids != 0).softmax(-1)
        summary = strongest[:, None] @ undropped
        return torch.cat([context, attended, context * attended, context * summary], -1)

    def _dropped(self, x: Any, rate: float) -> Any:
        """Drop the same features of all words of a text."""
        return x * torch.dropout(x.new_ones(len(x), 1, x.shape[2]), rate, self.training)

    def learner(self, rate: float) -> Any:
        """Return what learns one batch."""
        optimizer = torch.optim.Adam(self.parameters(), rate)

        def learn(inputs: Any, targets: Any) -> None:
            self.train()
            logits = self({name: torch.from_numpy(a) for name, a in inputs.items()})
            wanted = torch.from_numpy(targets)
            loss = -(wanted * logits.log_softmax(-1)).sum(-1).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.parameters(), _CLIP_NORM)
            optimizer.step()

        return learn


def _tensor(variable: Any) -> Any:
    return torch.tensor(np.asarray(variable, np.float32))


def _masked(logits: Any, allowed: Any) -> Any:
    return logits.masked_fill(~allowed, -1e9)


def _dense(layer: Any) -> Any:
    kernel = _tensor(layer.kernel).T
    made = torch.nn.Linear(*kernel.shape[::-1], bias=layer.bias is not None)
    made.weight = torch.nn.Parameter(kernel.contiguous())
    if layer.bias is not None:
        made.bias = torch.nn.Parameter(_tensor(layer.bias))
    return made


def _both_ways(encoder: Any) -> Any:
    """Return the LSTM of two directions; PyTorch's gates are in the same order."""
    cells = (encoder.forward_lstm.cell, encoder.backward_lstm.cell)
    features, units = cells[0].kernel.shape[0], cells[0].recurrent_kernel.shape[0]
    made = torch.nn.LSTM(features, units, batch_first=True, bidirectional=True)
    with torch.no_grad():
        for cell, end in zip(cells, ("l0", "l0_reverse"), strict=True):
            getattr(made, f"weight_ih_{end}").copy_(_tensor(cell.kernel).T)
            getattr(made, f"weight_hh_{end}").copy_(_tensor(cell.recurrent_kernel).T)
            getattr(made, f"bias_ih_{end}").copy_(_tensor(cell.bias))
            getattr(made, f"bias_hh_{end}").zero_()
    return made

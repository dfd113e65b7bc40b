"""The encoder's forward pass in JAX, for training only: BERT layers, mean pooling, unit length.

Shapes: B texts, T tokens (padded), H = 384 numbers a token. `mask` is 1.0 for tokens and 0.0 for padding.
"""

from __future__ import annotations

from collections.abc import Sequence

import jax
import jax.numpy as jnp

Layer = dict[str, jax.Array]
_HEADS = 12
_EPSILON = 1e-12
_HIDDEN = -1e9  # what padding gets before the softmax


def normalise(x: jax.Array, weight: jax.Array, bias: jax.Array) -> jax.Array:
    centred = x - x.mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt((centred**2).mean(-1, keepdims=True) + _EPSILON) * weight + bias


def _dropped(x: jax.Array, key: jax.Array | None, rate: float) -> jax.Array:
    if key is None or rate == 0:
        return x
    return x * jax.random.bernoulli(key, 1 - rate, x.shape) / (1 - rate)


def layer(p: Layer, x: jax.Array, mask: jax.Array, key: jax.Array | None, dropout: float) -> jax.Array:
    """One transformer layer, (B, T, H) -> (B, T, H); `key` None switches dropout off."""
    b, t, h = x.shape
    keys = jax.random.split(key) if key is not None else (None, None)

    def by_head(z: jax.Array) -> jax.Array:
        return z.reshape(b, t, _HEADS, h // _HEADS).transpose(0, 2, 1, 3)

    q, k, v = (by_head(x @ p[f"{n}w"].T + p[f"{n}b"]) for n in "qkv")
    scores = q @ k.transpose(0, 1, 3, 2) / jnp.sqrt(h / _HEADS) + (1 - mask[:, None, None, :]) * _HIDDEN
    attended = (jax.nn.softmax(scores) @ v).transpose(0, 2, 1, 3).reshape(b, t, h) @ p["ow"].T + p["ob"]
    x = normalise(x + _dropped(attended, keys[0], dropout), p["n1w"], p["n1b"])
    inner = jax.nn.gelu(x @ p["fw"].T + p["fb"], approximate=False) @ p["gw"].T + p["gb"]
    return normalise(x + _dropped(inner, keys[1], dropout), p["n2w"], p["n2b"])


def pooled(layers: Sequence[Layer], x: jax.Array, mask: jax.Array, key: jax.Array | None, dropout: float) -> jax.Array:
    """Run `layers` over (B, T, H), average the tokens and scale to unit length: (B, H)."""
    for number, parameters in enumerate(layers):
        x = layer(parameters, x, mask, None if key is None else jax.random.fold_in(key, number), dropout)
    mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
    return jnp.asarray(mean / jnp.linalg.norm(mean, axis=-1, keepdims=True))

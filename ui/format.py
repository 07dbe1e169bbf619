"""Numbers as text."""

from math import exp, log


def words(name: str) -> str:
    """Return a metric's or setting's name as words."""
    return name.replace("_", " ")


def duration(seconds: float) -> str:
    """Return a duration as text: “8 s”, “3 min 20 s”, “2 h 5 min”."""
    total = round(seconds)
    if total < 60:
        return f"{total} s"
    if total < 3600:
        return f"{total // 60} min {total % 60} s"
    return f"{total // 3600} h {total % 3600 // 60} min"


def size(count: int) -> str:
    """Return a number of bytes as text.

    Example:
        >>> size(920), size(28_400_000)
        ('920 bytes', '28.4 MB')
    """
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.1f} kB" if count < 1e6 else f"{count / 1e6:.1f} MB"


def loss(nats: float) -> str:
    """Return a loss per character in the three units that papers use.

    Example:
        >>> loss(0.95)
        '0.95 nats per character (1.37 bits, perplexity 2.6)'
    """
    bits = nats / log(2)
    return (
        f"{nats:.2f} nats per character ({bits:.2f} bits, perplexity {exp(nats):.1f})"
    )


def percent(share: float) -> str:
    """Return a probability as text.

    Example:
        >>> [percent(p) for p in (0.5, 0.0312, 0.0001, 0.996, 0.99999, 1.0)]
        ['50%', '3.1%', '< 0.1%', '99.6%', 'over 99.9%', '100%']
    """
    if 0 <= share < 0.001:
        return "< 0.1%"
    if 0.995 <= share < 1:
        # No “>”: at the start of a Markdown text it makes a quotation.
        return f"{share * 100:.1f}%" if share < 0.9995 else "over 99.9%"
    # From 9.95% on, one decimal would round to “10.0”.
    return f"{share * 100:.0f}%" if share >= 0.0995 else f"{share * 100:.1f}%"


def signed(value: float, digits: int = 2) -> str:
    """Return a number with its sign, a true minus included.

    Example:
        >>> signed(-0.5), signed(0.25)
        ('−0.50', '+0.25')
    """
    return f"{value:+.{digits}f}".replace("-", "−")

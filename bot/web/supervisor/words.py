"""Figures as people read them."""

from bot.business.rates.rate import Count, Rate

TOO_FEW = "样本不足 5，不显示"


def percent(value: float | None) -> str:
    """Return a share in percent with one decimal, a dash when there is none."""
    return "—" if value is None else f"{value * 100:.1f}%"


def between(rate: Rate) -> str:
    """Return Wilson's interval, "" when there is none."""
    return f"{percent(rate.interval[0])}–{percent(rate.interval[1])}" if rate.interval else ""


def ratio(rate: Rate) -> str:
    """Return numerator and denominator; weighted answers have decimals."""
    return f"{rate.part:.9g} / {rate.whole}"


def counts(found: tuple[Count, ...]) -> str:
    """Return reasons with how many each holds for."""
    return "；".join(f"{reason} {count}" for reason, count in found)


def duration(seconds: float | None) -> str:
    """Return seconds as minutes and seconds, a dash for None."""
    if seconds is None:
        return "—"
    whole = round(seconds)
    return f"{whole} 秒" if whole < 60 else f"{whole // 60} 分 {whole % 60:02} 秒"

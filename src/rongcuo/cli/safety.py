"""What must be right before pages are served to others. Each point says what is wrong and how to mend it."""

from __future__ import annotations

import ipaddress
import os
import stat

from rongcuo.cli import CommandError

#: Characters of a secret key: 256 bits in base64 are 43.
KEY = 43


def insist(host: str) -> None:
    """Raise CommandError with every unsafe setting at once; nothing in the demonstration, which stays at home."""
    found = problems(host)
    if found:
        raise CommandError(
            "不能启动，请先改正：\n" + "\n".join(f"  {n}. {zh}" for n, (zh, _en) in enumerate(found, 1)),
            "Not started. Please mend first:\n" + "\n".join(f"  {n}. {en}" for n, (_zh, en) in enumerate(found, 1)),
        )


def problems(host: str) -> list[tuple[str, str]]:
    """What is unsafe, in both languages; `host` is the address to listen on."""
    from django.conf import settings

    found: list[tuple[str, str]] = []
    if not settings.PRODUCTION:
        if not _loopback(host):
            found.append((
                f"监听地址 {host} 对他人开放，但没有按正式环境运行。请设置 RONGCUO_PRODUCTION=1，或者改用 --host 127.0.0.1。",
                f"{host} is open to others, but this is not run as production. Set RONGCUO_PRODUCTION=1, or use --host 127.0.0.1.",
            ))
        return found
    if settings.DEMO or (settings.HOME / "demo.json").exists():
        found.append((
            f"{settings.HOME} 是示例数据，人人可选人登录。请用 RONGCUO_HOME 指定另一个目录并运行 rongcuo setup。",
            f"{settings.HOME} holds the demonstration, in which anybody is anybody. Name another folder with RONGCUO_HOME and run rongcuo setup.",
        ))
    if len(settings.SECRET_KEY) < KEY or len(set(settings.SECRET_KEY)) < 10:
        found.append((
            f"RONGCUO_SECRET_KEY 太短或太简单。请用 python3 -c 'import secrets; print(secrets.token_urlsafe(48))' 生成（至少 {KEY} 个字符）。",
            f"RONGCUO_SECRET_KEY is too short or too plain. Make one of at least {KEY} characters: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'.",
        ))
    names = set(settings.ALLOWED_HOSTS)
    if "*" in names or any(n.startswith(".") for n in names) or names <= {"localhost", "127.0.0.1", "[::1]"}:
        found.append((
            "RONGCUO_HOSTS 没有写明本站的域名。请写成 RONGCUO_HOSTS=rongcuo.example.gov.cn（可用逗号分隔多个，不用 *）。",
            "RONGCUO_HOSTS does not name the site. Write RONGCUO_HOSTS=rongcuo.example.gov.cn (several with commas, no *).",
        ))
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT < 1:
        found.append((
            "没有说明前面有几层反向代理，无法得知来访地址。请在代理上启用 HTTPS，并设置 RONGCUO_PROXIES=1（代理的层数）。",
            "It is not said how many proxies stand before the server, so nobody's address is known. Let the proxy speak HTTPS and set RONGCUO_PROXIES=1 (their number).",
        ))
    if not settings.ACCOUNT_SAFEGUARDS:
        found.append((
            "RONGCUO_SAFEGUARDS=off 关闭了双因素、页面锁定和再次确认。请去掉这项设置。",
            "RONGCUO_SAFEGUARDS=off turns off second factors, the locked screen and being asked again. Take it out.",
        ))
    if os.name == "posix" and stat.S_IMODE(settings.HOME.stat().st_mode) & 0o077:
        found.append((
            f"本机其他用户可以读取 {settings.HOME}。请运行 chmod 700 {settings.HOME}。",
            f"Other users of this machine can read {settings.HOME}. Run chmod 700 {settings.HOME}.",
        ))
    return found


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

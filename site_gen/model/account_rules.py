"""What an account is called on each network, and in which forms people give it: one table.

Sources: the networks' help pages (Instagram: up to 30 letters, digits, periods, underscores; X: 15; TikTok: 24;
Telegram: 5 to 32, some of 4; YouTube handles: 3 to 30; VK: 5 to 32, older ones shorter; Facebook: at least 5 letters,
digits, periods, a few older names have four; LinkedIn: 3 to 100; Pinterest: 3 to 30), bluesky-social/atproto (a handle
is a domain name), mastodon/mastodon (app/models/account.rb). Networks change such limits without notice,
so where one is in doubt the wider one is taken: a right name is never refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from site_gen.messages import m

_PLAIN: Final = r"[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?"
_TELEGRAM: Final = r"[A-Za-z][A-Za-z0-9_]{2,30}[A-Za-z0-9]"
_LINKEDIN: Final = r"[^\W_][\w&.'’-]{0,98}[^\W_]"
_YOUTUBE: Final = r"[^\W_][\w.·-]{1,28}[^\W_]"
DOMAIN: Final = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
MASTODON: Final = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,60}[A-Za-z0-9_])?"


@dataclass(frozen=True, slots=True)
class AccountRule:
    """How accounts of a network are named.

    `hosts` are its hosts (subdomains count, `.*` stands for any ending). `forms` maps a path to the address, with the
    path's groups filled in: the first that fits counts. `not_accounts` are paths that lead to something else. `keeps`
    are parts of a query that an address needs; everything else behind a ? only tracks visitors. A rule with `phone`
    takes a telephone number, and fills it in; `phone` in a form is one too. `short` are hosts whose links only the
    network itself can read: they stay as they are. `says` tells owners what is right.
    """

    hosts: tuple[str, ...]
    says: str
    forms: tuple[tuple[str, str], ...]
    not_accounts: str = ""
    keeps: tuple[str, ...] = ()
    phone: str = ""
    short: tuple[str, ...] = ()


_POST: Final = "(?:p|reel|reels|tv|stories|explore|accounts|direct)(?:/.*)?"

RULES: Final[Mapping[str, AccountRule]] = MappingProxyType(
    {
        "instagram": AccountRule(
            ("instagram.com", "instagr.am", "ig.me"),
            m("a name has Latin letters, digits, _ and . inside, at most 30"),
            ((rf"(?:_u/|m/)?@?(?P<name>{_PLAIN})(?:/(?:reels|tagged|channel))?", "https://www.instagram.com/{name}/"),),
            not_accounts=_POST,
        ),
        "vk": AccountRule(
            ("vk.com", "vk.ru", "vk.me", "vkontakte.ru"),
            m("a name has Latin letters, digits, _ and ., from 2 to 32"),
            ((r"@?(?P<name>[A-Za-z0-9_.]{2,32})", "https://vk.com/{name}"),),
            not_accounts=r"(?:wall|photo|video|clip|album|topic)-?\d.*|feed|im|groups|settings",
        ),
        "telegram": AccountRule(
            ("t.me", "telegram.me", "telegram.dog", "web.telegram.org"),
            m("a name has Latin letters, digits and _, from 4 to 32, a letter first; or an invitation: t.me/+…"),
            (
                (rf"(?:s/)?@?(?P<name>{_TELEGRAM})", "https://t.me/{name}"),
                (r"(?:joinchat/|\+)(?P<code>[\w-]*[A-Za-z_-][\w-]*)", "https://t.me/+{code}"),
                (r"addlist/(?P<code>[\w-]+)", "https://t.me/addlist/{code}"),
            ),
            not_accounts=r"(?:s/)?@?[A-Za-z]\w+/\d+|c/\d.*",
            keeps=("start", "startapp", "text"),
            phone="https://t.me/{}",
        ),
        "whatsapp": AccountRule(
            ("wa.me", "whatsapp.com"),
            m('write a telephone number with the country\'s code: "+34 600 000 000"'),
            (
                (r"(?:send|c)?/?\+?(?P<phone>\d{7,15})", "https://wa.me/{phone}"),
                (r"(?P<kind>message|qr)/(?P<code>\w+)", "https://wa.me/{kind}/{code}"),
                (r"channel/(?P<code>\w+)", "https://whatsapp.com/channel/{code}"),
                (r"(?:invite/)?(?P<code>[A-Za-z0-9]{20,24})", "https://chat.whatsapp.com/{code}"),
            ),
            keeps=("text",),
            phone="https://wa.me/{}",
        ),
        "viber": AccountRule(
            ("viber.com", "viber.click", "vb.me"),
            m('write a telephone number with the country\'s code: "+380 50 000 00 00"'),
            ((r"(?:(?:chat|add)/?)?\+?(?P<phone>\d{7,15})", "viber://chat?number=%2B{phone}"),),
            phone="viber://chat?number=%2B{}",
            short=("viber.com", "invite.viber.com", "vb.me"),
        ),
        "ok": AccountRule(
            ("ok.ru", "odnoklassniki.ru"),
            m("a name has Latin letters, digits, _, - and ., or profile/NUMBER, group/NUMBER"),
            (
                (r"(?P<kind>profile|group)/?(?P<number>\d+)", "https://ok.ru/{kind}/{number}"),
                (r"@?(?P<name>[A-Za-z0-9][A-Za-z0-9_.-]{1,49})", "https://ok.ru/{name}"),
            ),
        ),
        "facebook": AccountRule(
            ("facebook.com", "fb.com", "fb.me", "m.me"),
            m("a name has Latin letters, digits and ., at least 5; or the address of the page"),
            (
                (r"profile\.php\?id=(?P<number>\d+)", "https://www.facebook.com/profile.php?id={number}"),
                (r"(?:pg/)?@?(?P<name>[A-Za-z0-9.]{4,50})(?:/about)?", "https://www.facebook.com/{name}"),
                (r"(?P<name>[\w.-]{1,150}-\d{5,20})", "https://www.facebook.com/{name}"),
                (
                    r"(?P<path>(?:groups|share|p)/[\w.%-]+|(?:people|pages)/[^/]+/\d+)",
                    "https://www.facebook.com/{path}",
                ),
            ),
            not_accounts=r"[\w.-]+/(?:posts|videos|photos)/.*|(?:watch|reel|story\.php|photo)(?:[/?].*)?",
        ),
        "linkedin": AccountRule(
            ("linkedin.com",),
            m("a name has letters, digits and -, from 3 to 100, as in linkedin.com/in/NAME; a company as company/NAME"),
            (
                (
                    rf"(?P<kind>in|company|school|showcase)/(?P<name>{_LINKEDIN})(?:/.*)?",
                    "https://www.linkedin.com/{kind}/{name}",
                ),
                (rf"@?(?P<name>{_LINKEDIN})", "https://www.linkedin.com/in/{name}"),
            ),
            not_accounts="(?:posts|pulse|feed|jobs)(?:/.*)?",
        ),
        "x": AccountRule(
            ("x.com", "twitter.com"),
            m("a name has Latin letters, digits and _, at most 15"),
            ((r"@?(?P<name>[A-Za-z0-9_]{1,15})", "https://x.com/{name}"),),
            not_accounts=r"\w+/status/.*|home|search.*|i/.*|intent/.*|hashtag/.*",
        ),
        "threads": AccountRule(
            ("threads.net", "threads.com"),
            m("a name has Latin letters, digits, _ and . inside, at most 30"),
            ((rf"@?(?P<name>{_PLAIN})", "https://www.threads.net/@{name}"),),
            not_accounts=r"@?[\w.]+/post/.*|t/.*",
        ),
        "bluesky": AccountRule(
            ("bsky.app",),
            m("write a whole domain: name.bsky.social, or one of your own"),
            (
                (rf"(?:profile/)?@?(?P<name>{DOMAIN})", "https://bsky.app/profile/{name}"),
                (r"(?:profile/)?(?P<name>did:plc:[a-z2-7]{24})", "https://bsky.app/profile/{name}"),
            ),
            not_accounts=r"profile/[^/]+/post/.*",
        ),
        "mastodon": AccountRule(
            (),
            m("write the name with its server: @name@mastodon.social"),
            (
                (rf"@?(?P<name>{MASTODON})@(?P<host>{DOMAIN})", "https://{host}/@{name}"),
                (rf"(?P<host>{DOMAIN})/(?:web/)?(?:@|users/)(?P<name>{MASTODON})", "https://{host}/@{name}"),
                (rf"{DOMAIN}/(?:web/)?@(?P<name>{MASTODON})@(?P<host>{DOMAIN})", "https://{host}/@{name}"),
            ),
            not_accounts=rf"{DOMAIN}/@[^/]+/\d+",
        ),
        "tiktok": AccountRule(
            ("tiktok.com",),
            m("a name has Latin letters, digits, _ and . inside, from 2 to 24"),
            (
                (r"@?(?P<name>[A-Za-z0-9_.]{1,23}[A-Za-z0-9_])", "https://www.tiktok.com/@{name}"),
                (r"(?P<path>t/\w+)", "https://www.tiktok.com/{path}"),
            ),
            not_accounts=r"@?[\w.]+/(?:video|photo|live).*|tag/.*|foryou",
            short=("vm.tiktok.com", "vt.tiktok.com"),
        ),
        "youtube": AccountRule(
            ("youtube.com", "youtu.be"),
            m("a name has letters, digits, _, -, . and ·, from 3 to 30, as in youtube.com/@name; or channel/UC…"),
            (
                (r"(?:channel/)?(?P<id>UC[\w-]{22})(?:/.*)?", "https://www.youtube.com/channel/{id}"),
                (r"(?P<path>(?:c|user)/[^/]+)(?:/.*)?", "https://www.youtube.com/{path}"),
                (rf"@?(?P<name>{_YOUTUBE})(?:/(?:videos|shorts|featured|about))?", "https://www.youtube.com/@{name}"),
            ),
            not_accounts=r"(?:watch|shorts|live|embed|playlist|results|feed)(?:[/?].*)?",
        ),
        "pinterest": AccountRule(
            ("pinterest.*", "pin.it"),
            m("a name has Latin letters, digits and _, from 3 to 30"),
            (
                (r"@?(?P<name>[A-Za-z0-9_]{3,30})", "https://www.pinterest.com/{name}/"),
                (r"@?(?P<path>[A-Za-z0-9_]{3,30}/[\w%.-]+)", "https://www.pinterest.com/{path}/"),
            ),
            not_accounts="(?:pin|search|ideas)(?:/.*)?",
            short=("pin.it",),
        ),
    }
)
"""The rule of every network in model.networks.NETWORKS."""

# ruff: noqa: E501  # files of others, as they are
"""Small sites as each generator has them, written for these tests; pictures are made where a site is laid out."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from PIL import Image


@cache
def picture(colour: str = "teal", kind: str = "PNG") -> bytes:
    """Return a small picture."""
    stream = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(stream, kind)
    return stream.getvalue()


def lay_out(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a site's files into a folder, and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


HUGO: Mapping[str, str | bytes] = {
    "hugo.toml": """baseURL = "https://old.example/"
title = "Tea & Numbers"
defaultContentLanguage = "en"
timeZone = "Europe/Madrid"
[languages.en]
weight = 1
[languages.es]
weight = 2
[permalinks]
posts = "/:year/:month/:slug/"
[[menu.main]]
name = "About"
url = "/about/"
[[menu.main]]
name = "Tags"
url = "/tags/"
""",
    "content/posts/first.md": """+++
title = "The first post"
date = 2023-10-05T09:30:00+02:00
slug = "hello-there"
tags = ["Reels"]
categories = ["Start"]
description = "What it is about."
image = "images/cup.png"
aliases = ["/very/old.html"]
weirdkey = 3
+++

Before {{< ref "second.md" >}} and [the second]({{< relref "/posts/second" >}}).

{{< figure src="/images/cup.png" alt="A cup" caption="The cup" >}}

{{< youtube dQw4w9WgXcQ >}}

{{< highlight python "linenos=true" >}}
print("{{< not this >}}")
{{< /highlight >}}

{{% notice tip %}}
Do **this**.
{{% /notice %}}

{{< carousel folder="x" >}}

```go
{{</* figure src="shown" */>}}
```

[![small](/images/small.png)](/images/cup.png) and [a paper](/files/paper.pdf).

![elsewhere](https://pics.example.org/a.png)
""",
    "content/posts/second.md": """---
title: Second
date: 2013-06-07T02:33:00.000Z
draft: true
tags:
summary: >-
  A text that goes on and on.
---
Text with a link to [the first](/2023/10/hello-there/) and [again](../first).
""",
    "content/posts/second.es.md": """---
title: Segundo
date: 2013-06-07T02:33:00.000Z
---
Texto en español.
""",
    "content/posts/bundle/index.md": """{
  "title": "A bundle",
  "date": "2023-10-5",
  "Authors": ["Ada", "Bo"]
}

![beside](cup.png "Its title") Thanks to <img src="cup.png" style="width:20px" onclick="x()">.

<script>alert(1)</script>

<iframe width="560" src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>
""",
    "content/posts/bundle/cup.png": picture("red"),
    "content/about.md": "---\ntitle: About\n---\nWho I am. See [posts](/posts/).\n",
    "content/_index.md": "---\ntitle: Home\n---\nWelcome\n",
    "content/posts/release.of.summer.md": "---\ntitle: Dots\ndate: 2024-01-02\n---\nDots in the name.\n",
    "static/images/cup.png": picture(),
    "static/images/small.png": picture("blue"),
    "static/files/paper.pdf": b"%PDF-1.4 x",
    "static/CNAME": "old.example\n",
    "static/css/site.css": "a{}",
}

JEKYLL: Mapping[str, str | bytes] = {
    "_config.yml": """title: Old blog
url: "https://old.example"
baseurl: ""
timezone: Europe/Madrid
permalink: /blog/:year/:month/:day/:title.html
defaults:
  - scope: {path: "", type: posts}
    values: {layout: post, author: Ada}
""",
    "_posts/2013-06-07-first-post.md": """---
layout: post
title:  "First: a post"
categories: start reels
excerpt: Short.
Tags: [One, two]
header-img: /assets/img/cup.png
redirect_from:
  - /old/first/
---
See [next]({% post_url 2015-03-17-next %}) and [about]({{ site.baseurl }}/about/) and [x]({{ "/about/" | relative_url }}).

{% highlight ruby linenos %}
puts "{{ raw }}"
{% endhighlight %}

{% raw %}{{ shown }}{% endraw %}

![cup]({{ site.url }}/assets/img/cup.png){: .center width="300"}

{% include youtube.html id="dQw4w9WgXcQ" %}

{% include signup.html list="a" %}

* TOC
{:toc}

{% if page.toc %}kept{% else %}gone{% endif %}{% for p in site.posts %}* {{ p.title }}{% endfor %}

{: .notice--info}
Remark.
""",
    "_posts/2015-03-17-next.md": "---\ntitle: Next\ndate: 2015-03-17 14:00:00 -4\npublished: false\n---\nText.\n",
    "_posts/es/2015-03-18-otro.md": "---\ntitle: Otro\nlang: es\nref: otro\n---\nTexto.\n",
    "_posts/2015-03-18-other.md": "---\ntitle: Other\nlang: en\nref: otro\n---\nText.\n",
    "_posts/2016-01-01-html.html": "---\ntitle: In HTML\n---\n<p>Some <strong>bold</strong> <a href='/about/'>link</a>.</p>\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\nSoon.\n",
    "about.md": "---\ntitle: About\npermalink: /about/\n---\nMe.\n",
    "index.html": "---\nlayout: home\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n",
    "README.md": "# Readme\n",
    "assets/img/cup.png": picture(),
}

PELICAN: Mapping[str, str | bytes] = {
    "pelicanconf.py": """SITENAME = 'Old notes'
SITEURL = 'https://old.example'
TIMEZONE = 'Europe/Kyiv'
DEFAULT_LANG = 'en'
ARTICLE_URL = 'posts/{date:%Y}/{slug}/'
ARTICLE_LANG_URL = 'posts/{date:%Y}/{slug}-{lang}/'
PATH = 'content'
MENUITEMS = (('About', '/pages/about.html'),)
""",
    "content/first.md": """Title: First
Date: 2013-06-07 10:20
Modified: 2014-01-01
Category: Start
Tags: one, two
Slug: first
Authors: Ada; Bo
Summary: Short.

See [second]({filename}/sub/second.rst), [paper]({static}/files/paper.pdf) and ![cup]({attach}images/cup.png).
""",
    "content/first-es.md": "Title: Primero\nDate: 2013-06-07 10:20\nLang: es\nSlug: first\n\nTexto.\n",
    "content/sub/second.rst": """Second in reST
##############

:date: 2014-02-03 09:00
:tags: two
:slug: second-one

Some *text* with ``code`` and a `link <https://other.example/>`_.

.. code-block:: python

   print(1)

* one
* two
""",
    "content/pages/about.md": "Title: About\n\nMe.\n",
    "content/images/cup.png": picture(),
    "content/files/paper.pdf": b"%PDF-1.4 x",
    "content/extra/CNAME": "old.example\n",
}

NIKOLA: Mapping[str, str | bytes] = {
    "conf.py": """BLOG_TITLE = "Old Nikola"
SITE_URL = "https://old.example/"
DEFAULT_LANG = "en"
TRANSLATIONS = {DEFAULT_LANG: "", "es": "./es"}
TIMEZONE = "Europe/Madrid"
POSTS = (("posts/*.md", "posts", "post.tmpl"), ("posts/*.rst", "posts", "post.tmpl"))
PAGES = (("pages/*.md", "", "page.tmpl"),)
NAVIGATION_LINKS = {DEFAULT_LANG: (("/about/", "About"),)}
""",
    "posts/first.md": """<!--
.. title: First
.. slug: first
.. date: 2013-06-07 10:20:00 UTC+02:00
.. tags: one, two
.. description: Short.
-->

Text. ![cup](/images/cup.png)

{{% youtube dQw4w9WgXcQ %}}
""",
    "posts/first.es.md": "<!--\n.. title: Primero\n.. slug: first\n.. date: 2013-06-07 10:20:00 UTC+02:00\n-->\n\nTexto.\n",
    "posts/second.rst": ".. title: Second\n.. slug: second\n.. date: 2014-01-01\n\nSome *text*.\n",
    "posts/third.md": "Body alone. See [first](link://slug/first).\n",
    "posts/third.meta": ".. title: Third\n.. slug: third\n.. date: 2014-05-05\n",
    "pages/about.md": "<!--\n.. title: About\n.. slug: about\n-->\n\nMe.\n",
    "images/cup.png": picture(),
    "files/paper.pdf": b"%PDF-1.4 x",
}

ELEVENTY: Mapping[str, str | bytes] = {
    "eleventy.config.js": 'module.exports = (c) => ({dir: {input: "content", includes: "_includes"}});\n',
    "content/_data/metadata.json": '{"title": "Old Eleventy", "url": "https://old.example/", "language": "en"}',
    "content/blog/blog.11tydata.js": 'module.exports = {tags: ["posts"], layout: "post.njk"};\n',
    "content/blog/first.md": """---
title: First
description: Short.
date: 2018-05-01
tags:
  - one
---
Text with [another](/blog/second/) and [by file](second.md). {{ title }} and {{ metadata.title }}.

{% image "./cup.png", "A cup" %}

{# gone #}

```js
let a = "{{ stays }}";
```
""",
    "content/blog/cup.png": picture(),
    "content/blog/second.md": "---\ntitle: Second\ndate: 2018-07-04\npermalink: /writing/{{ title | slugify }}/\n---\nText.\n",
    "content/about.md": "---\ntitle: About\neleventyNavigation:\n  key: About\n---\nMe.\n",
    "content/index.njk": "{% for p in collections.posts %}{{ p.url }}{% endfor %}",
    "public/paper.pdf": b"%PDF-1.4 x",
}

ASTRO: Mapping[str, str | bytes] = {
    "astro.config.mjs": """export default defineConfig({
  site: 'https://old.example',
  i18n: { defaultLocale: 'en', locales: ['en', 'es'] },
});
""",
    "src/consts.ts": "export const SITE_TITLE = 'Old Astro';\n",
    "src/pages/blog/[...slug].astro": "---\n---\n",
    "src/content/blog/en/first.mdx": """---
title: First
description: Short.
pubDate: 'Jul 08 2022'
heroImage: '../../../assets/cup.png'
tags: ["one"]
---
import YouTube from '../../../components/YouTube.astro';
import { Image } from 'astro:assets';
import cup from '../../../assets/cup.png';

Text {/* gone */} with [second](./second.md).

<YouTube id="dQw4w9WgXcQ" />

<Image src={cup} alt="A cup" />

<Fancy client:load>Inside **stays**.</Fancy>

<Widget items={[1, 2]} />

The value is {frontmatter.title}.
""",
    "src/content/blog/es/first.mdx": "---\ntitle: Primero\npubDate: 2022-07-08\n---\nTexto.\n",
    "src/content/blog/en/second.md": "---\ntitle: Second\npubDate: 2023-01-02T10:00:00Z\n---\n{ stays } text.\n",
    "src/pages/about.md": "---\ntitle: About\n---\nMe.\n",
    "src/assets/cup.png": picture(),
    "public/robots.txt": "User-agent: *\n",
}

_ITEM = """<item><title>{title}</title><link>{link}</link><pubDate>Fri, 07 Jun 2013 02:33:00 +0000</pubDate>
<dc:creator><![CDATA[ada]]></dc:creator><content:encoded><![CDATA[{content}]]></content:encoded>
<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded><wp:post_id>{id}</wp:post_id>
<wp:post_date><![CDATA[2013-06-07 04:33:00]]></wp:post_date><wp:post_date_gmt><![CDATA[2013-06-07 02:33:00]]></wp:post_date_gmt>
<wp:post_name><![CDATA[{name}]]></wp:post_name><wp:status><![CDATA[{status}]]></wp:status>
<wp:post_type><![CDATA[{type}]]></wp:post_type>{more}</item>
"""


def wordpress_item(title: str, content: str = "", **values: str) -> str:
    """Return an entry of an export."""
    given = {
        "title": title,
        "content": content,
        "excerpt": "",
        "id": "1",
        "name": "",
        "status": "publish",
        "type": "post",
        "more": "",
    }
    given |= {"link": f"https://old.example/2013/06/{values.get('name', 'x')}/"} | values
    return _ITEM.format(**given)


def wordpress(*items: str) -> str:
    """Return an export."""
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old WordPress</title><link>https://old.example</link><language>en-US</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>
{"".join(items)}</channel></rss>
"""


WORDPRESS: Mapping[str, str | bytes] = {
    "export.xml": wordpress(
        wordpress_item(
            "First &amp; best",
            id="1",
            name="first",
            excerpt="Short.",
            content='Hello there.\nA second line.\n\n[caption id="a" width="300"]<a href="https://old.example/wp-content/uploads/cup.png">'
            '<img src="https://old.example/wp-content/uploads/cup-300x200.png" alt="A cup" /></a> The cup[/caption]\n\n'
            'See <a href="https://old.example/2013/06/second/">second</a> [sic].\n\n[contact-form-7 id="4"]\n\n'
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ\n\n<pre>a\n\nb</pre>",
            more='<category domain="category" nicename="start"><![CDATA[Start]]></category>'
            '<category domain="category" nicename="uncategorized"><![CDATA[Uncategorized]]></category>'
            "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>",
        ),
        wordpress_item(
            "Second", id="2", name="second", content="<!-- wp:paragraph --><p>Block.</p><!-- /wp:paragraph -->"
        ),
        wordpress_item("Not yet", id="3", name="", status="draft", link="https://old.example/?p=3", content="x"),
        wordpress_item("About", id="4", name="about", type="page", link="https://old.example/about/", content="Me."),
        wordpress_item(
            "cup",
            id="9",
            type="attachment",
            more="<wp:attachment_url>https://old.example/wp-content/uploads/cup.png</wp:attachment_url>",
        ),
        wordpress_item(
            "m",
            id="10",
            type="nav_menu_item",
            more="<wp:postmeta><wp:meta_key>_menu_item_object_id</wp:meta_key><wp:meta_value>4</wp:meta_value></wp:postmeta>",
        ),
        wordpress_item("gone", id="11", status="trash"),
    ),
    "wp-content/uploads/cup.png": picture(),
    "wp-content/uploads/cup-300x200.png": picture("blue"),
}

HTML: Mapping[str, str | bytes] = {
    "index.html": """<!DOCTYPE html><html lang="en"><head><title>Home – Studio</title></head><body>
<div class="t-records" id="allrecords"><nav><a href="page2.html">Services</a><a href="#x">x</a></nav><h1>Home</h1><p>Welcome.</p></div></body></html>""",
    "page2.html": """<!DOCTYPE html><html lang="en"><head><title>Services – Studio</title><meta name="description" content="Short.">
<style>.a{}</style></head><body><div id="allrecords" class="t-records"><div class="t-menu">menu</div>
<h1>Services</h1><h2 field="title">What I do</h2><div field="text">Reels &amp; <b>posts</b>.<br>Second line. See <a href="page3.html">more</a>.</div>
<img data-original="images/cup.png" alt="A cup"><script>alert(1)</script></div></body></html>""",
    "page3.html": """<!DOCTYPE html><html lang="en"><head><title>More – Studio</title>
<meta property="article:published_time" content="2020-01-02T10:00:00+03:00"></head><body><main><p>Text.</p></main></body></html>""",
    "files/page2body.html": "<div>again</div>",
    "404.html": "<html><body>no</body></html>",
    "images/cup.png": picture(),
    "css/x.css": "a{}",
}

SITES: Mapping[str, Mapping[str, str | bytes]] = {
    "hugo": HUGO,
    "jekyll": JEKYLL,
    "pelican": PELICAN,
    "nikola": NIKOLA,
    "eleventy": ELEVENTY,
    "astro": ASTRO,
    "wordpress": WORDPRESS,
    "html": HTML,
}

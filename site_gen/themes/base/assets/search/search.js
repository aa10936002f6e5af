// Search without a server: of the index beside the page it loads the pieces that a question's words are in. What forms of a
// word have in common is worked out here, for the words of the question and for those of the pieces alike, so they agree.

const MARKS = /[\u0300-\u036f]+/g;
const JOINED = /(?<=[а-яіє])['’ʼ`´](?=[а-яіє])|[·\u00ad\u200b]/g;
const WRITTEN = { ß: "ss", ø: "o", ł: "l", đ: "d", æ: "ae", œ: "oe", ı: "i", ґ: "г" };
const WORD = /[\p{L}\p{N}]+/gu;
const TOKEN = /[\p{L}\p{N}]+(?:['’ʼ`´·\u00ad\u200b\u0300-\u036f]+[\p{L}\p{N}]+)*[\u0300-\u036f]*/gu;

export const folded = (text) =>
  text.toLowerCase().normalize("NFKD").replace(MARKS, "").toLowerCase().replace(/[ßøłđæœıґ]/g, (sign) => WRITTEN[sign]);
export const words = (text) => (text.match(TOKEN) || []).flatMap((token) => folded(token).replace(JOINED, "").match(WORD) || []);

// Endings of words in a language, and what differs before them. The endings are those of nouns and adjectives: for Russian
// as in snowballstem.org/algorithms/russian/stemmer.html, for Ukrainian those of the declensions in the orthography of 2019,
// for English after D. Harman, How effective is suffixing? (1991); all without diacritics, as questions may be.
const list = (text) => new RegExp(`(?:${text.trim().split(/\s+/).join("|")})$`);
const cut = (word, ending, least = 2) => word.slice(0, least) + word.slice(least).replace(ending, "");
const VOWEL_BEFORE_LAST = /(?<=[^аеиоуыэюяієь])[оеі](?=[кцнлр]$)/;
const VOWELS_BEFORE_LAST = /(?<=[аеиоуыэюяіє])[еєиі](?=[кнц]$)/;
// What looks like an ending may be a word's own (режим, острова, ідея): it is cut from all forms, until none is left.
const OWN_END = /(?:[аеиоуыэюяіє]+|[аяоеєиыі][мх]|[оеєі]в)$/;
const slavic = (endings, more) => (word) => {
  let bare = cut(word, endings, /(?:[мхв]|ми)$/.test(word) ? 3 : 2).replace(/(?<=[ая])нин$/, "н");
  for (let last = ""; bare !== last;) bare = cut(last = bare, OWN_END, 3);
  bare = cut(bare, /[аеиоуыэюяіє]+$/).replace(/[ьъ](?![аеиуэюяіє])/g, "").replace(/([^аеиоуыэюяіє])\1$/, "$1");
  return more(bare.length > 2 ? bare.replace(VOWELS_BEFORE_LAST, "").replace(VOWEL_BEFORE_LAST, "") : bare);
};
const RULES = {
  en: {
    stem(word) {
      const initials = /^([a-z][^aeiousy])s$/.exec(word); // ads, DMs
      if (initials) return initials[1];
      let stem = cut(cut(word.replace(/ies$/, "y").replace(/s[ei]s$/, "s"), /e+$/, 3), /s+$/, 3);
      const short = cut(stem, /(?:ing|ed)$/, 3);
      if (/[aeiouy]/.test(short)) stem = short;
      return cut(stem, /e+$/).replace(/([^aeiou])\1$/, "$1").replace(/y$/, "i").replace(/v$/, "f");
    },
    other: { i: ["i", "y"], f: ["f", "v"] },
    alike: "woman women|man men|child children|person people|foot feet|tooth teeth|mouse mice|goose geese|"
      + "index indexes indices|matrix matrices|money monies|criterion criteria|medium media",
  },
  es: {
    stem(word) {
      let stem = cut(word, /(?:es|s)$/, 3);
      if (stem.length > 3) stem = cut(stem, /(?:es|s)$/, 3);
      return cut(stem, /[aeo]+$/).replace(/z$/, "c").replace(/y$/, "i");
    },
    other: { c: ["c", "z"], i: ["i", "y"] },
  },
  ca: {
    stem(word) {
      let stem = cut(cut(word.replace(/(?<!t)ges?$/, "ja"), /(?:ns?|s)$/), /[aeo]$/);
      stem = cut(cut(cut(stem, /s+$/), /[aeo]$/), /en$/);
      return stem.replace(/[qg]u$/, (end) => (end === "qu" ? "c" : "g")).replace(/(?:itj|tj|tg|ij|ig|j)$/, "j")
        .replace(/g$/, "c").replace(/d$/, "t");
    },
    other: { c: ["c", "g", "q"], t: ["t", "d"], j: ["j", "i", "t", "g"] },
    alike: "pages pagesos|mig mitjos",
  },
  ru: {
    stem: slavic(
      list("иями иеи ями ами иям ием иях ому ему ого его ыми ими еи ои ии ыи ов ев ам ям ах ях ом ем ым им ых их ия ие ию (?<=.{1})ая (?<=.{1})яя ое ее ые ую юю ою ею а я о е и ы у ю"),
      (stem) => stem,
    ),
    between: "оеи",
    alike: "человек люди людеи людям людях людьми|ребенок дети детеи детям детях детьми|год лет лета|письмо писем|"
      + "имя имени имена имен именем|время времени времена времен временем|знамя знамени знамена|семя семени семена семян|мать матери|"
      + "дочь дочери|деньги денег|цветок цветы|друг друзья друзеи друзьям друзьями друзьях|сын сыновья сыновеи|господин господа господ|"
      + "хозяин хозяева хозяев|небо небеса небес|чудо чудеса чудес|судно суда судов|ухо уши ушеи|любовь любви любовью|"
      + "церковь церкви церквеи церковью|ложь лжи ложью|рот рта рту рты|лоб лба лбы|лев льва львы львов|лед льда льды|день дня дни днеи дням днями днях днем|"
      + "татарин татары татар|сон сна сны снов",
  },
  uk: {
    stem: slavic(
      list("іями ією ями ами еві ові єві іям іях ому ьому ого ього ими іми еи еі ои оі ии іі ів ам ям ах ях ом ем єм им ім их іх ія іє ію іи ою ею єю а я о е є и і у ю"),
      (stem) => stem.replace(/[оеі](?=[^аеиоуюяіє]+$)/, "о").replace(/[цзс]$/, (end) => ({ ц: "к", з: "г", с: "х" })[end]),
    ),
    between: "оеі",
    other: { к: ["ц"], г: ["з"], х: ["с"] },
    last: "оеі",
    alike: "людина люди людеи людям людях|дитина діти дітеи дітям дітях|друг друзі друзів друзям друзями|"
      + "тиждень тижня тижні тижнів|слово слів|імя імені імена імен|квітка квіти квітів|око очі очеи|вухо вуха уши вуш|пес пса пси|"
      + "чудо чудеса чудес|мати матері матереи|дівчина дівчата дівчат|біи бою боі боєм боів|гра ігри ігор|четвер четверга четверги|"
      + "татарин татари татар|сон сну сни снів",
  },
};

export function language(code) {
  const rules = RULES[code] || { stem: (word) => word };
  const known = new Map();
  const alike = new Map();
  const found = (word) => (word.length < 3 || /\d/.test(word) ? word : rules.stem(word));
  for (const group of rules.alike?.split("|") || []) {
    const forms = group.split(" ");
    for (const form of forms) alike.set(form, forms);
  }
  const stem = (word) => {
    let made = known.get(word);
    if (made === undefined) {
      made = found(alike.has(word) ? alike.get(word)[0] : word);
      known.set(word, made);
    }
    return made;
  };
  // What forms of a word may begin with, as they are written.
  const roots = (word) => {
    const made = new Set([word]);
    for (const form of alike.get(word) || [word]) {
      const end = found(form);
      let same = 0;
      while (same < end.length && end[same] === form[same]) same += 1;
      made.add(same === end.length ? end : form.slice(0, Math.max(same, 1)));
      for (const letter of rules.other?.[end.at(-1)] || []) made.add(end.slice(0, -1) + letter);
      const around = rules.between && /^(.*[^аеиоуыэюяієь])([^аеиоуыэюяієь])$/.exec(end);
      const last = rules.last && /^(.*)[оеі]([^аеиоуюяіє]+)$/.exec(end);
      for (const letter of last ? rules.last : []) made.add(last[1] + letter + last[2]);
      for (const letter of around ? ["", "ь", ...rules.between] : []) made.add(around[1] + letter + around[2]);
    }
    return [...made].filter((root) => root);
  };
  return { stem, roots };
}

// --- the index ---------------------------------------------------------------------------------------------------------

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const WEIGHTS = [12, 4, 1];
const MOST_PIECES = 4; // for what one word may begin with
const fileName = (piece) => piece.replace(/[^a-z0-9]/gu, (sign) => `-${sign.codePointAt(0).toString(16)}`);

function* numbers(gaps) {
  let number = -1, gap = 0, shift = 0;
  for (const sign of gaps) {
    const digit = DIGITS.indexOf(sign);
    gap |= (digit & 31) << shift;
    shift += 5;
    if (digit < 32) {
      number += gap + 1;
      yield number;
      gap = shift = 0;
    }
  }
}

export class Index {
  constructor(folder, code) {
    this.folder = folder;
    this.language = language(code);
    this.files = new Map();
  }

  file(name) {
    if (!this.files.has(name)) {
      const asked = fetch(`${this.folder}${name}.json`).then((answer) => {
        if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
        return answer.json();
      });
      asked.catch(() => this.files.delete(name)); // the next question asks again
      this.files.set(name, asked);
    }
    return this.files.get(name);
  }

  async pieces(word, roots, isPrefix) {
    const { pieces } = await this.file("index");
    const near = (start) => pieces.filter((piece) => {
      const plain = piece.replace("$", "");
      return start.startsWith(plain) && (piece === plain || plain === start) || (plain.startsWith(start) && start.length > 1);
    });
    const first = near(word).filter((piece) => word.startsWith(piece.replace("$", "")));
    const found = new Set(first);
    for (const root of roots) for (const piece of near(root).slice(0, MOST_PIECES)) found.add(piece);
    if (isPrefix) for (const piece of near(word).slice(0, MOST_PIECES)) found.add(piece);
    return Promise.all([...found].map((piece) => this.file(`w${fileName(piece)}`)));
  }

  // Which texts have a word, and how well: the word itself, another form of it, or, for the last one, what begins with it.
  async texts(word, isPrefix) {
    const { stem, roots } = this.language;
    const wanted = stem(word);
    const pieces = await this.pieces(word, word.length > 1 ? roots(word) : [word], isPrefix && word.length > 2);
    const better = (other) => {
      if (other === word) return 1;
      if (word.length > 1 && stem(other) === wanted) return 0.8;
      return isPrefix && word.length > 1 && other.startsWith(word) ? 0.6 : 0;
    };
    let found = this.count(pieces, better);
    for (let least = wanted.length - 1; !found.texts.size && least >= 3 && least >= wanted.length - 2; least -= 1) {
      const start = wanted.slice(0, least); // perhaps mistyped, or a form that no rule knows
      found = this.count(pieces, (other) => (other.startsWith(start) ? 0.3 : 0));
    }
    return found;
  }

  count(pieces, better) {
    const found = { texts: new Map(), words: [] };
    for (const piece of pieces) {
      for (const [other, lists] of Object.entries(piece)) {
        const match = better(other);
        if (!match) continue;
        found.words.push(other);
        lists.split("|").forEach((gaps, place) => {
          for (const number of numbers(gaps)) {
            found.texts.set(number, Math.max(found.texts.get(number) || 0, WEIGHTS[place] * match));
          }
        });
      }
    }
    return found;
  }

  // The numbers of the texts that have all words of a question, the best first; where none has, those that have most.
  // With them the words by which they were found.
  async search(question) {
    const asked = [...new Set(words(question))];
    if (!asked.length) return { numbers: [], all: true, by: new Set() };
    const isOpen = /[\p{L}\p{N}]$/u.test(question);
    const found = await Promise.all(asked.map((word, at) => this.texts(word, isOpen && at === asked.length - 1)));
    const { texts } = await this.file("index");
    const scores = new Map();
    for (const each of found) {
      const rare = 1 + Math.log2((texts + 1) / (each.texts.size + 1));
      for (const [number, score] of each.texts) {
        const [count, sum] = scores.get(number) || [0, 0];
        scores.set(number, [count + 1, sum + score * rare]);
      }
    }
    const most = Math.max(0, ...[...scores.values()].map(([count]) => count));
    const best = [...scores].filter(([, [count]]) => count === most).sort((a, b) => b[1][1] - a[1][1] || a[0] - b[0]);
    const by = new Set(found.flatMap((each) => each.words));
    return { numbers: best.map(([number]) => number), all: most === asked.length, by };
  }

  async shown(number) {
    const { shift } = await this.file("index");
    const [kind, path, title, summary, headings] = (await this.file(`t${Math.floor(number / 2 ** shift)}`))[number];
    return { kind, path, title, summary, headings };
  }
}

// --- the page ----------------------------------------------------------------------------------------------------------

const AT_ONCE = 10; // results
const MOST_QUOTED = 3;
const AROUND = 90; // characters

function marked(text, isFound) {
  const made = document.createDocumentFragment();
  let last = 0;
  for (const token of text.matchAll(TOKEN)) {
    if (!words(token[0]).some(isFound)) continue;
    const mark = document.createElement("mark");
    mark.textContent = token[0];
    made.append(text.slice(last, token.index), mark);
    last = token.index + token[0].length;
  }
  made.append(text.slice(last));
  return made;
}

class SearchPage {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("input");
    this.count = document.querySelector("[data-search-count]");
    document.querySelector("[data-search-help]").hidden = true;
    this.list = document.querySelector("[data-search-results]");
    this.more = document.querySelector("[data-search-more]");
    this.sample = document.querySelector("[data-search-result]").content.firstElementChild;
    const code = document.documentElement.lang;
    this.index = new Index(form.dataset.search, code);
    this.plural = new Intl.PluralRules(code);
    this.asked = 0;
    form.addEventListener("submit", (event) => (event.preventDefault(), this.ask()));
    this.field.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.ask(), 150);
    });
    this.field.addEventListener("focus", () => this.index.file("index").catch(() => {}), { once: true });
    this.more.addEventListener("click", () => this.showMore());
    document.addEventListener("keydown", (event) => this.step(event));
    const given = new URLSearchParams(location.search).get("q");
    if (given) this.field.value = given;
    if (this.field.value) this.ask();
  }

  said(number) {
    const samples = this.form.dataset.counts.split("|");
    const kind = this.plural.select(number);
    const at = [1, 2, 5].findIndex((sample) => this.plural.select(sample) === kind);
    return samples[at < 0 ? 2 : at].replace(/\d+/, number.toLocaleString(document.documentElement.lang));
  }

  async ask() {
    clearTimeout(this.waiting);
    const question = this.field.value.trim(), turn = (this.asked += 1);
    const address = question ? `?q=${encodeURIComponent(question)}` : location.pathname;
    history.replaceState(history.state, "", address);
    if (!question) return this.show([], "");
    try {
      const { numbers: found, all, by } = await this.index.search(question);
      if (turn !== this.asked) return;
      this.isFound = (word) => by.has(word);
      const none = this.form.dataset.none.replace("{question}", () => question);
      await this.show(found, !found.length ? none : all ? this.said(found.length) : this.form.dataset.some);
    } catch {
      if (turn === this.asked) this.show([], this.form.dataset.failed);
    }
  }

  async show(found, words_) {
    this.found = found;
    this.shown = 0;
    const first = await this.rows();
    if (this.found !== found) return;
    const at = [...this.list.querySelectorAll("a")].indexOf(document.activeElement);
    this.list.replaceChildren(...first);
    if (at >= 0) (first[Math.min(at, first.length - 1)]?.querySelector("a") || this.field).focus(); // who was among them stays
    this.count.textContent = words_;
    this.quote(first);
  }

  async showMore() {
    const rows = await this.rows();
    this.list.append(...rows);
    this.quote(rows);
    rows[0]?.querySelector("a").focus();
  }

  async rows() {
    const part = this.found.slice(this.shown, this.shown + AT_ONCE);
    this.shown += part.length;
    this.more.hidden = this.shown >= this.found.length;
    const results = await Promise.all(part.map((number) => this.index.shown(number)));
    return results.map((result) => this.row(result));
  }

  row({ kind, path, title, summary, headings }) {
    const row = this.sample.cloneNode(true), link = row.querySelector("a");
    link.href = path;
    link.append(marked(title, this.isFound));
    row.querySelector("[data-kind]").textContent = this.form.dataset[kind];
    row.querySelector("[data-summary]").append(marked(summary, this.isFound));
    const named = headings.filter((heading) => words(heading).some(this.isFound)).slice(0, 2);
    const place = row.querySelector("[data-headings]");
    place.hidden = !named.length;
    named.forEach((heading, at) => place.append(at ? " · " : "", marked(heading, this.isFound)));
    return row;
  }

  // Where a word stands only in the text itself, a few results get the words around it, from their pages.
  quote(rows) {
    for (const row of rows.filter((each) => !each.querySelector("mark")).slice(0, MOST_QUOTED)) {
      fetch(row.querySelector("a").href)
        .then((answer) => (answer.ok ? answer.text() : ""))
        .then((html) => {
          const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
          const blocks = [".prose :is(p, li)", "p, li, dd, th, td"].flatMap((kind) => [...(main?.querySelectorAll(kind) || [])]);
          const isFound = (token) => words(token[0]).some(this.isFound);
          const block = blocks.find((each) => [...each.textContent.matchAll(TOKEN)].some(isFound));
          if (!block) return;
          const text = block.textContent.trim().replace(/\s+/g, " ");
          const place = [...text.matchAll(TOKEN)].find(isFound).index;
          const from = place < AROUND ? 0 : text.indexOf(" ", place - AROUND) + 1;
          const to = text.indexOf(" ", place + AROUND);
          const quote = `${from ? "… " : ""}${text.slice(from, to < 0 ? undefined : to)}${to < 0 ? "" : " …"}`;
          row.querySelector("[data-summary]").replaceChildren(marked(quote, this.isFound));
        })
        .catch(() => {});
    }
  }

  // The arrows lead from the field through the results and back.
  step(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [this.field, ...this.list.querySelectorAll("a")], at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }
}

for (const form of document.querySelectorAll("form[data-search]")) new SearchPage(form);

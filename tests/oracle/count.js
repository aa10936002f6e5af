// Reads a JSON list of texts, writes for each what X's own library and Unicode's segmenter in Node.js make of it.
"use strict";
const { parseTweet, extractUrlsWithIndices } = require("twitter-text");

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const counted = texts.map((text) => ({
  weight: parseTweet(text).weightedLength,
  urls: extractUrlsWithIndices(text.normalize()).map((found) => found.url),
  graphemes: [...segmenter.segment(text)].length,
}));
process.stdout.write(JSON.stringify(counted));

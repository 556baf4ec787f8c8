// SPDX-License-Identifier: GPL-3.0-or-later
// A feed as a site would build it: articles, more of them on scroll, two shadow roots. A fifth member is a link's words and address. Every post is invented.
const POSTS = [
  ['en-1', 'en', 'Example Green', '🔌 Menu is live! Zips of premium weed $180, quarters $50. Stealth shipping, cash or BTC only. Telegram: @example_greenmenu'],
  ['en-2', 'en', 'Pat Example', 'Snow again tonight, so we stayed in with pizza, a bottle of coke and a film. Roads should be clear by morning.'],
  ['de-1', 'de', 'Beispiel Schnee', 'Verkaufe feinstes Kokain, 1g 70€, 5g 300€. Nur Bargeld, Übergabe in Musterstadt. Schreib mir auf Telegram: @example_schnee'],
  ['de-2', 'de', 'Gartenfreundin', 'Das Gras im Garten ist endlich gemäht, morgen kommt der Schnee auf den Hügeln. Schönes Wochenende!'],
  ['fr-1', 'fr', 'Exemple Livreur', 'Dispo ce soir : cocaïne 60€ le gramme, shit 5€, livraison 24/7. Snap : example_livreur'],
  ['es-1', 'es', 'Ejemplo', 'Vendo cocaína y hachís, 60€ el gramo, envío discreto a toda la ciudad. WhatsApp +44 7700 900123'],
  ['pl-1', 'pl', 'Przykład', 'Sprzedam kokainę i marihuanę, 1g 150 zł, wysyłka do paczkomatu. Telegram @example_ziolo'],
  ['ru-1', 'ru', 'Пример', 'Продам мефедрон, закладки по всему городу, 1г 1500₽. Пиши в телеграм @example_klad'],
  ['ru-2', 'ru', 'Пример каталога', 'В продаже меф и шишки, 1г 1500₽, доставка. #купитьгашиш Пиши @example_katalog, остальное ', ['тут по ссылке', 'https://catalog.test/закладки/']],
  ['en-3', 'en', 'Example Disguise', 'c.o.k.e and w33d available, 1g $60, DM me or telegram @example_disguise, delivery same day'],
  ['en-4', 'en', 'Example Clinic', 'Two years in recovery today. If you struggle with heroin, the clinic on Example Street has helped me: call your doctor first.'],
];
const LATER = Array.from({length: 20}, (_, i) => [`later-${i + 1}`, 'it', 'Esempio', i % 4
  ? `Stasera pioggia e domani sole, numero ${i + 1} di tante giornate d'autunno.`
  : `Vendo cocaina e hashish, ${50 + i}€ al grammo, consegna a domicilio. Scrivimi su telegram @example_${i + 1}`]);

function article([key, lang, author, text, linked]) {
  const post = document.createElement('article');
  post.lang = lang;
  const header = document.createElement('header');
  const name = document.createElement('a');
  name.rel = 'author';
  name.href = `/u/${key.slice(0, 2)}`;
  name.textContent = author;
  const link = document.createElement('a');
  link.href = `/p/${key}`;
  const time = document.createElement('time');
  time.dateTime = '2026-11-01T12:00:00Z';
  time.textContent = '1 Nov';
  link.append(time);
  header.append(name, link);
  const body = document.createElement('p');
  body.textContent = text;
  if (linked) {
    const target = document.createElement('a');
    [target.textContent, target.href] = linked;
    body.append(target);
  }
  post.append(header, body);
  return post;
}

const feed = document.getElementById('feed');
feed.append(...POSTS.map(article));

for (const [mode, post] of [['open', ['nl-1', 'nl', 'Voorbeeld', 'Te koop: cocaïne en wiet, 1 gram 50€, bezorging in de stad, telegram @example_bezorger']],
  ['closed', ['pt-1', 'pt', 'Exemplo', 'Vendo cocaína e haxixe, 40€ a grama, entrega em casa, telegram @example_entrega']]]) {
  const host = document.createElement('div');
  host.attachShadow({mode}).append(article(post));
  document.getElementById('shadows').append(host);
}

let next = 0;
new IntersectionObserver(([entry]) => {
  if (!entry.isIntersecting || next >= LATER.length) return;
  feed.append(...LATER.slice(next, next += 10).map(article));
}).observe(document.getElementById('end'));

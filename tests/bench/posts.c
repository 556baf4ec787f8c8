/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "posts.h"

#include "engine/fold.h"

#include <string.h>

#define CHARACTERS 300
#define N_PROSE 240

/* Written for this file. Those in which a later lexicon finds something are left out, and counted. */
static const struct
{
  const char *language, *text;
} sentences[] = {
  { "en", "The neighbours painted their fence last week and now the whole street looks a little brighter. " },
  { "en", "We walked along the river until the rain began, then hid under the old bridge with two cyclists. " },
  { "en", "My sister finally repaired the kitchen door, although she used seven screws where three would do. " },
  { "en", "Nobody told the choir that the rehearsal had moved, so half of them sang in the wrong church! " },
  { "en", "Has anyone else noticed how quiet the library becomes once the students go home in June? " },
  { "de", "Gestern haben wir den alten Schrank die Treppe hinuntergetragen und dabei die Wand zerkratzt. " },
  { "de", "Der Bäcker an der Ecke öffnet jetzt erst um sieben, das ärgert die halbe Straße. " },
  { "de", "Im Garten meiner Großmutter blühen die Apfelbäume, obwohl es nachts noch friert. " },
  { "fr", "Le voisin a repeint ses volets en bleu, et depuis toute la rue veut faire pareil. " },
  { "fr", "Nous avons manqué le train parce que mon frère cherchait encore ses lunettes. " },
  { "fr", "La bibliothèque du quartier reste ouverte le dimanche pendant les examens. " },
  { "es", "Mi abuela siempre decía que la paciencia se aprende esperando el autobús. " },
  { "es", "Ayer subimos hasta el castillo y desde arriba vimos toda la bahía. " },
  { "it", "Ieri sera il gatto è saltato sul tavolo e ha rovesciato tutti i bicchieri. " },
  { "it", "La maestra ha portato i bambini al museo, ma loro volevano vedere le anatre. " },
  { "pt", "O meu tio construiu um barco na garagem e agora não consegue tirá-lo de lá. " },
  { "nl", "De buurvrouw heeft haar fiets alweer voor onze deur gezet, precies waar de vuilnisbakken staan. " },
  { "nl", "Morgen gaan we met de hele klas naar het strand, als het tenminste droog blijft. " },
  { "pl", "Wczoraj wieczorem sąsiedzi śpiewali na balkonie, aż obudzili całą kamienicę. " },
  { "pl", "Babcia upiekła szarlotkę, ale zapomniała wyjąć ją z piekarnika. " },
  { "ru", "Вчера мы долго искали ключи, а они лежали под старой газетой на кухне. " },
  { "ru", "Бабушка рассказала, как в детстве каталась на лодке по этому озеру. " },
  { "uk", "Учора сусіди фарбували паркан, а діти малювали крейдою на асфальті. " },
  { "el", "Χθες το βράδυ περπατήσαμε μέχρι το λιμάνι και μετρήσαμε τα καράβια. " },
  { "ar", "جلس الأطفال تحت الشجرة الكبيرة واستمعوا إلى حكاية الجدة حتى المساء. " },
  { "zh", "昨天下午我们去图书馆看书,回家的路上遇到了小学老师。" },
  { "ja", "昨日は図書館で本を読んでから、友達と川沿いを歩いて帰りました。" },
  { "ko", "어제는 도서관에서 책을 읽고 친구와 강가를 걸어서 집에 돌아왔습니다. " },
};

static void
post_free (gpointer data)
{
  BenchPost *self = data;

  g_free (self->text);
  g_free (self->language);
  g_free (self->folded);
  g_free (self);
}

static BenchPost *
post_new (const char *language, const char *text)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  BenchPost *self = g_new0 (BenchPost, 1);
  DecantFolded folded;

  self->text = g_strdup (text);
  self->length = strlen (text);
  self->language = g_strdup (language);
  decant_fold (arena, text, self->length, &folded);
  self->folded = g_strndup (folded.text, folded.length);
  self->folded_length = folded.length;
  return self;
}

/* How many findings, hits alone or all. */
static guint
count_findings (DecantScanner *scanner, const char *language, const char *text, gboolean all)
{
  g_autoptr (DecantAssessment) seen = decant_scanner_scan (scanner, text, strlen (text), language);

  return seen->n_hits + (all ? seen->n_signals + seen->n_identifiers : 0);
}

static void
add_rows (DecantScanner *scanner, const char *path, GPtrArray *posts)
{
  g_autofree char *table = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *language = g_strdup ("");
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &table, NULL, NULL));
  lines = g_strsplit (table, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) columns = g_strsplit (*line, "\t", 4);
      g_autofree char *row = NULL;
      if (**line == '#' || g_strv_length (columns) < 3)
        continue;
      row = g_strcompress (columns[2]);
      if (!g_str_equal (columns[0], language))
        g_string_truncate (text, 0);
      g_free (language);
      language = g_strdup (columns[0]);
      g_string_append_printf (text, "%s\n", row);
      if (g_utf8_strlen (text->str, -1) < CHARACTERS)
        continue;
      *g_utf8_offset_to_pointer (text->str, CHARACTERS) = '\0';
      if (count_findings (scanner, language, text->str, FALSE) > 0)
        g_ptr_array_add (posts, post_new (language, text->str));
      g_string_truncate (text, 0);
    }
}

GPtrArray *
bench_posts_with_hits (DecantScanner *scanner)
{
  GPtrArray *posts = g_ptr_array_new_with_free_func (post_free);
  g_autofree char *folder = g_build_filename (g_getenv ("DECANT_TESTS_DIR"), "cases", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, "sales.tsv"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        add_rows (scanner, path, posts);
      }
  g_assert_cmpuint (posts->len, >, 0);
  return posts;
}

GPtrArray *
bench_posts_of_prose (DecantScanner *scanner)
{
  GPtrArray *posts = g_ptr_array_new_with_free_func (post_free);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  gboolean empty[G_N_ELEMENTS (sentences)];
  guint n_empty = 0, first = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    n_empty += empty[i] = count_findings (scanner, sentences[i].language, sentences[i].text, TRUE) == 0;
  if (n_empty < G_N_ELEMENTS (sentences))
    g_print ("%u of %zu sentences have a finding and are left out\n", (guint)G_N_ELEMENTS (sentences) - n_empty,
             G_N_ELEMENTS (sentences));
  g_assert_cmpuint (n_empty * 2, >, G_N_ELEMENTS (sentences));
  for (guint n = 0; n < N_PROSE; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      const char *language;
      do
        first = (guint)g_rand_int_range (rand, 0, G_N_ELEMENTS (sentences));
      while (!empty[first]);
      language = sentences[first].language;
      for (guint i = first; g_utf8_strlen (text->str, -1) < CHARACTERS; i = (i + 1) % G_N_ELEMENTS (sentences))
        if (empty[i] && g_str_equal (sentences[i].language, language))
          g_string_append (text, sentences[i].text);
      *g_utf8_offset_to_pointer (text->str, CHARACTERS) = '\0';
      g_strchomp (text->str);
      if (count_findings (scanner, language, text->str, TRUE) == 0)
        g_ptr_array_add (posts, post_new (language, text->str));
    }
  return posts;
}

double
bench_posts_mean (const GPtrArray *posts)
{
  glong n = 0;

  for (guint i = 0; i < posts->len; i++)
    n += g_utf8_strlen (((BenchPost *)posts->pdata[i])->text, -1);
  return (double)n / posts->len;
}

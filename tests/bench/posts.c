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
  { "en", "Nobody told the choir that the rehearsal had moved, so half of them sang in the wrong church! " },
  { "en", "A flock of geese crossed the valley while the old clock in the tower struck eleven. " },
  { "en", "Her violin teacher keeps every broken string in a wooden box beside the window. " },
  { "de", "Der Bäcker an der Ecke öffnet erst um sieben, das ärgert die halbe Straße. " },
  { "de", "Drei Störche kreisen über dem Kirchturm, während die Glocke zwölf schlägt. " },
  { "de", "Die Brücke über den Bach bleibt gesperrt, bis der Bürgermeister neue Balken findet. " },
  { "fr", "Le voisin a repeint ses volets en bleu, et depuis toute la rue veut faire pareil. " },
  { "fr", "La bibliothèque du quartier reste ouverte le dimanche pendant les examens. " },
  { "es", "Mi abuela siempre decía que la paciencia se aprende esperando el autobús. " },
  { "it", "La maestra ha portato i bambini al museo, ma loro volevano vedere le anatre. " },
  { "it", "Il campanile suona le dodici mentre tre rondini girano sopra la piazza. " },
  { "pt", "O meu tio construiu um barco na garagem e agora não consegue tirá-lo de lá. " },
  { "nl", "Morgen gaan we met de hele klas naar het strand, als het tenminste droog blijft. " },
  { "nl", "De vuurtoren knippert twee keer per minuut en de schepen antwoorden met een hoorn. " },
  { "pl", "Babcia upiekła szarlotkę, ale zapomniała wyjąć ją z piekarnika. " },
  { "pl", "Trzy bociany krążą nad wieżą kościoła, gdy zegar wybija dwunastą. " },
  { "ru", "Над колокольней кружат три аиста, и часы на башне бьют двенадцать. " },
  { "ru", "Маяк на северном мысе мигает дважды в минуту, и корабли отвечают гудком. " },
  { "uk", "Учора сусіди фарбували паркан, а діти малювали крейдою на асфальті. " },
  { "uk", "Маяк на північному мисі блимає двічі на хвилину, а кораблі відповідають гудком. " },
  { "el", "Ο φάρος στο βόρειο ακρωτήρι αναβοσβήνει δύο φορές και τα καράβια απαντούν. " },
  { "el", "Τρεις πελαργοί πετούν πάνω από το καμπαναριό όταν χτυπά δώδεκα. " },
  { "ar", "جلس الأطفال تحت الشجرة الكبيرة واستمعوا إلى حكاية الجدة حتى المساء. " },
  { "zh", "灯塔每分钟闪两次,船长用汽笛回答,海鸥绕着桅杆飞来飞去。" },
  { "ja", "岬の灯台は一分に二度光り、船は汽笛で答え、かもめが帆柱の周りを飛んでいる。" },
  { "ko", "등대는 일 분에 두 번 반짝이고 배들은 뱃고동으로 대답한다. " },
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

  /* A text with innocent contexts alone stops at the bias, its only reason, like one without any finding. */
  return seen->n_hits + (all ? seen->n_identifiers + seen->n_reasons - 1 : 0);
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
    g_print ("%u of %zu sentences have a finding and are left out\n", (guint) G_N_ELEMENTS (sentences) - n_empty,
             G_N_ELEMENTS (sentences));
  g_assert_cmpuint (n_empty * 2, >, G_N_ELEMENTS (sentences));
  for (guint n = 0; n < N_PROSE; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      const char *language;
      do
        first = (guint) g_rand_int_range (rand, 0, G_N_ELEMENTS (sentences));
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
    n += g_utf8_strlen (((BenchPost *) posts->pdata[i])->text, -1);
  return (double) n / posts->len;
}

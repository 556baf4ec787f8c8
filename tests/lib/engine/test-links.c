/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "identifier-rows.h"

static const IdentifierRow rows[] = {
  { "t.me/Example_Shop", NULL, "telegram example_shop" },
  { "see https://t.me/s/example_shop/12?x=1 now", NULL, "telegram example_shop" },
  { "https://www.telegram.me/example_shop", NULL, "telegram example_shop" },
  { "t.me/share/url?x", NULL, "" },
  { "t.me/+AbCdEf012345", NULL, "invite t.me/+AbCdEf012345" },
  { "t.me/joinchat/AbCdEf012345", NULL, "invite t.me/+AbCdEf012345" },
  { "DISCORD.GG/AbCd12", NULL, "invite discord.gg/AbCd12" },
  { "https://discord.com/invite/AbCd12", NULL, "invite discord.gg/AbCd12" },
  { "https://chat.whatsapp.com/AbCdEfGh", NULL, "invite chat.whatsapp.com/AbCdEfGh" },
  { "https://wa.me/447700900123", NULL, "whatsapp +447700900123" },
  { "https://www.Shop.Example/Menu/?ref=1#top", NULL, "link shop.example/menu" },
  { "http://localhost", NULL, "" },
  { "https://t.me/example_shop?start=a1", NULL, "telegram example_shop" },
  { "t.me/@Example_Shop", NULL, "telegram example_shop" },
  { "tg://resolve?domain=Example_Shop", NULL, "telegram example_shop" },
  { "tg://join?invite=AbCdEf012345", NULL, "invite t.me/+AbCdEf012345" },
  { "https://example-shop.t.me", NULL, "link example-shop.t.me" },
  { "example_shop.t.me", NULL, "telegram example_shop" },
  { "https://t.me/+447700900123", NULL, "telegram +447700900123" },
  { "https://t.me/addlist/AbCdEf01", NULL, "invite t.me/addlist/AbCdEf01" },
  { "https://t.me/c/1234567/89", NULL, "link t.me/c/1234567/89" },
  { "https://api.whatsapp.com/send?phone=447700900123&text=hi", NULL, "whatsapp +447700900123" },
  { "https://api.whatsapp.com/send/?phone=%2B447700900123", NULL, "whatsapp +447700900123" },
  { "whatsapp://send?phone=447700900123", NULL, "whatsapp +447700900123" },
  { "https://wa.me/message/ABCDEFGH123456", NULL, "invite wa.me/message/ABCDEFGH123456" },
  { "https://wa.me/123", NULL, "link wa.me/123" },
  { "https://whatsapp.com/channel/0029VaAbCd", NULL, "invite whatsapp.com/channel/0029VaAbCd" },
  { "https://signal.me/#p/+447700900123", NULL, "signal +447700900123" },
  { "https://signal.me/#eu/AbCd_Ef-01", NULL, "invite signal.me/#eu/AbCd_Ef-01" },
  { "sgnl://signal.group/#CjQKIAbCd", NULL, "invite signal.group/#CjQKIAbCd" },
  { "https://threema.id/abcd1234?text=hi", NULL, "threema ABCD1234" },
  { "https://www.snapchat.com/add/example_one?share_id=x", NULL, "snapchat example_one" },
  { "https://www.instagram.com/Example.One/?igsh=x", NULL, "instagram example.one" },
  { "https://www.instagram.com/p/AbCd123/", NULL, "link instagram.com/p/abcd123" },
  { "https://kik.me/example_one", NULL, "kik example_one" },
  { "https://invite.viber.com/?g2=AQAbCd%2F01", NULL, "invite invite.viber.com/?g2=AQAbCd%2F01" },
  { "viber://chat?number=%2B447700900123", NULL, "viber +447700900123" },
  { "https://u.wechat.com/AbCdEf01", NULL, "invite u.wechat.com/AbCdEf01" },
  { "https://qm.qq.com/q/AbCdEf01", NULL, "invite qm.qq.com/q/AbCdEf01" },
  { "https://line.me/ti/p/~example_one", NULL, "line example_one" },
  { "https://line.me/R/ti/p/@example_one", NULL, "line example_one" },
  { "https://line.me/ti/p/AbCdEf0123", NULL, "invite line.me/ti/p/AbCdEf0123" },
  { "https://lin.ee/AbCdEf0", NULL, "invite lin.ee/AbCdEf0" },
  { "https://open.kakao.com/o/sAbCdEf", NULL, "invite open.kakao.com/o/sAbCdEf" },
  { "https://zalo.me/84912345678", NULL, "zalo +84912345678" },
  { "https://zalo.me/g/abcdef123", NULL, "invite zalo.me/g/abcdef123" },
  { "https://matrix.to/#/@example:host.test", NULL, "matrix @example:host.test" },
  { "https://matrix.to/#/#example:host.test", NULL, "invite matrix.to/#/#example:host.test" },
  { "briar://aatkjq4seoualafpwh4cfckdzr4vpr4slk3bbvpxklf7y7lv4ajw6", NULL,
    "briar aatkjq4seoualafpwh4cfckdzr4vpr4slk3bbvpxklf7y7lv4ajw6" },
  { "briar://aatkjq4seoualafpwh4c", NULL, "" },
  { "https://simplex.chat/contact#/?v=2-7&smp=smp%3A%2F%2FAbCd%40smp.test%2FEfGh%23%2F%3Fv%3D1", NULL,
    "simplex smp%3A%2F%2FAbCd%40smp.test%2FEfGh" },
  { "simplex:/contact#/?v=1&smp=smp%3A%2F%2FAbCd%40smp.test%2FEfGh&data=x", NULL,
    "simplex smp%3A%2F%2FAbCd%40smp.test%2FEfGh" },
  { "m.me/Example.One", NULL, "facebook example.one" },
  { "https://m.facebook.com/example.one?fref=x", NULL, "facebook example.one" },
  { "https://www.facebook.com/profile.php?id=100001234567890", NULL, "facebook 100001234567890" },
  { "https://www.facebook.com/example.one/posts/123", NULL, "link facebook.com/example.one/posts/123" },
  { "https://www.tiktok.com/@example.one?lang=en", NULL, "tiktok example.one" },
  { "https://x.com/Example_One", NULL, "x example_one" },
  { "https://twitter.com/Example_One?ref_src=x", NULL, "x example_one" },
  { "https://twitter.com/example_one/status/123456789", NULL, "link twitter.com/example_one/status/123456789" },
  { "https://twitter.com/search?q=x", NULL, "link twitter.com/search" },
  { "netflix.com/title", NULL, "" },
  { "https://icq.im/example_one", NULL, "icq example_one" },
  { "https://müller.example/Ä/", NULL, "link xn--mller-kva.example/a" },
  { "https://xn--mller-kva.example/?utm_source=x", NULL, "link xn--mller-kva.example" },
  { "https://www.shop.example/a/b/?utm_source=x&ref=y#z", NULL, "link shop.example/a/b" },
  { "(https://shop.example/a).", NULL, "link shop.example/a" },
};

static void
test_rows (void)
{
  check_identifier_rows (rows, G_N_ELEMENTS (rows));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/links/rows", test_rows);
  return g_test_run ();
}

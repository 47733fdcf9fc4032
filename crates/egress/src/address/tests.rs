//! Spellings of addresses, and what is said to each.

use super::*;

fn target(rules: &Rules, text: &str) -> Result<Target, Blocked> {
    Url::parse(text).map_or(Err(Blocked::Malformed), |url| rules.target(&url))
}

/// More than sixty ways to write an address that must not be called.
#[test]
fn every_spelling_of_an_inner_address_is_refused() {
    use Blocked::{Malformed, Port, Private, Reserved, UserInfo};
    let cases = [
        // Loopback, as a number in every base and length.
        ("http://127.0.0.1/", Private),
        ("http://127.1/", Private),
        ("http://127.0.1/", Private),
        ("http://127.255.255.254/", Private),
        ("http://2130706433/", Private),
        ("http://017700000001/", Private),
        ("http://0177.0.0.1/", Private),
        ("http://0177.0.0.01/", Private),
        ("http://0x7f000001/", Private),
        ("http://0x7F.0x0.0x0.0x1/", Private),
        ("http://0x7f.1/", Private),
        ("http://127.0.0.1./", Private),
        ("http://127.0.0.1../", Private),
        ("http://%31%32%37.0.0.1/", Private),
        ("http://①②⑦.⓪.⓪.①/", Private),
        ("http://127。0。0。1/", Private),
        ("http://１２７.0.0.1/", Private),
        ("http:\\\\127.0.0.1\\", Private),
        ("http:/127.0.0.1/", Private),
        ("HTTP://127.0.0.1:8080/", Private),
        // Loopback by name.
        ("http://localhost/", Private),
        ("http://LOCALHOST/", Private),
        ("http://localhost./", Private),
        ("http://a.b.localhost/", Private),
        ("http://loc%61lhost/", Private),
        ("http://ｌｏｃａｌｈｏｓｔ/", Private),
        ("http://localhost.localdomain/", Private),
        ("http://ip6-localhost/", Private),
        // Private networks and what is linked to this machine only.
        ("http://10.0.0.1/", Private),
        ("http://10.255.255.255/", Private),
        ("http://012.0.0.1/", Private),
        ("http://172.16.0.1/", Private),
        ("http://172.31.255.255/", Private),
        ("http://192.168.1.1/", Private),
        ("http://3232235777/", Private),
        ("http://100.64.0.1/", Private),
        ("http://100.127.255.255/", Private),
        ("http://169.254.169.254/latest/meta-data/", Private),
        ("http://0xa9fea9fe/", Private),
        ("http://2852039166/", Private),
        ("http://100.100.100.200/", Private),
        ("http://168.63.129.16/", Private),
        // Networks that are nobody's.
        ("http://0.0.0.0/", Reserved),
        ("http://0/", Reserved),
        ("http://0.1.2.3/", Reserved),
        ("http://192.0.0.192/", Reserved),
        ("http://192.0.2.1/", Reserved),
        ("http://192.88.99.1/", Reserved),
        ("http://198.18.0.1/", Reserved),
        ("http://198.19.255.255/", Reserved),
        ("http://198.51.100.7/", Reserved),
        ("http://203.0.113.9/", Reserved),
        ("http://224.0.0.1/", Reserved),
        ("http://239.255.255.255/", Reserved),
        ("http://240.0.0.1/", Reserved),
        ("http://255.255.255.255/", Reserved),
        // IPv6.
        ("http://[::]/", Reserved),
        ("http://[::1]/", Private),
        ("http://[0:0:0:0:0:0:0:1]/", Private),
        ("http://[::ffff:127.0.0.1]/", Private),
        ("http://[::ffff:7f00:1]/", Private),
        ("http://[::FFFF:169.254.169.254]/", Private),
        ("http://[::ffff:10.0.0.1]/", Private),
        ("http://[::127.0.0.1]/", Reserved),
        ("http://[::ffff:0:127.0.0.1]/", Reserved),
        ("http://[64:ff9b::127.0.0.1]/", Reserved),
        ("http://[64:ff9b::8.8.8.8]/", Reserved),
        ("http://[64:ff9b:1::a00:1]/", Reserved),
        ("http://[2002:7f00:1::]/", Reserved),
        ("http://[2002:a00:1::1]/", Reserved),
        ("http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/", Reserved),
        ("http://[2001:10::1]/", Reserved),
        ("http://[2001:20::1]/", Reserved),
        ("http://[2001:db8::1]/", Reserved),
        ("http://[3fff::1]/", Reserved),
        ("http://[100::1]/", Reserved),
        ("http://[5f00::1]/", Reserved),
        ("http://[4000::1]/", Reserved),
        ("http://[fc00::1]/", Private),
        ("http://[fd00:ec2::254]/", Private),
        ("http://[fe80::1]/", Private),
        ("http://[fec0::1]/", Reserved),
        ("http://[ff02::1]/", Reserved),
        // What is not an address to call at all.
        ("http://[fe80::1%25eth0]/", Malformed),
        ("http://256.0.0.1/", Malformed),
        ("http://0x100000000/", Malformed),
        ("http://./", Malformed),
        ("http:///", Malformed),
        ("ftp://example.com/", Malformed),
        ("file:///etc/passwd", Malformed),
        ("gopher://example.com:70/", Malformed),
        ("http://example.com@127.0.0.1/", UserInfo),
        ("http://user:pass@example.com/", UserInfo),
        ("http://127.0.0.1#@example.com/", Private),
        ("http://127.0.0.1?@example.com/", Private),
        ("http://example.com:22/", Port),
        ("http://example.com:0/", Port),
        ("http://example.com:25/", Port),
        ("http://8.8.8.8:53/", Port),
        ("https://example.com:1023/", Port),
    ];
    assert!(cases.len() >= 60);
    let rules = Rules::default();
    for (text, expected) in cases {
        assert_eq!(target(&rules, text), Err(expected), "{text}");
    }
}

#[test]
fn public_addresses_may_be_called() {
    let rules = Rules::default();
    for text in [
        "http://8.8.8.8/",
        "https://1.1.1.1:8443/",
        "http://172.15.255.255/",
        "http://172.32.0.1/",
        "http://100.63.255.255/",
        "http://100.128.0.1/",
        "http://169.253.0.1/",
        "http://192.0.1.1/",
        "http://198.20.0.1/",
        "http://223.255.255.255/",
        "http://134744072/",
        "http://[2606:4700:4700::1111]/",
        "http://[2001:200::1]/",
        "http://[::ffff:8.8.8.8]/",
    ] {
        assert!(
            matches!(target(&rules, text), Ok(Target::Machine(_))),
            "{text}"
        );
    }
    for (text, name, port) in [
        ("https://Example.COM./x", "example.com", 443),
        ("http://bücher.example:8080/", "xn--bcher-kva.example", 8080),
        ("http://notlocalhost/", "notlocalhost", 80),
        ("http://localhost.example/", "localhost.example", 80),
    ] {
        assert_eq!(
            target(&rules, text),
            Ok(Target::Name(name.to_owned(), port)),
            "{text}"
        );
    }
}

#[test]
fn private_networks_open_by_choice_but_never_all_the_way() {
    let rules = Rules {
        allow_private: true,
        ..Rules::default()
    };
    for open in [
        "127.0.0.1",
        "10.1.2.3",
        "172.20.0.1",
        "192.168.0.9",
        "100.64.1.1",
        "[::1]",
        "[fd12::1]",
        "localhost",
    ] {
        assert!(
            target(&rules, &format!("http://{open}:8080/")).is_ok(),
            "{open}"
        );
    }
    for closed in [
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "0.0.0.0",
        "[::]",
        "224.0.0.1",
        "192.0.2.1",
        "[64:ff9b::10.0.0.1]",
        "[2002:a00:1::]",
    ] {
        assert!(
            target(&rules, &format!("http://{closed}:8080/")).is_err(),
            "{closed}"
        );
    }
}

#[test]
fn a_named_network_opens_alone() {
    let nets = |list: &[&str]| {
        list.iter()
            .map(|net| net.parse().unwrap())
            .collect::<Vec<IpNet>>()
    };
    let rules = Rules {
        allowed: nets(&["10.20.0.0/16", "169.254.7.7/32", "64:ff9b::/96", "::/0"]),
        ..Rules::default()
    };
    let cases = [
        ("http://10.20.3.4/", Ok(())),
        ("http://[::ffff:10.20.3.4]/", Ok(())),
        ("http://10.21.3.4/", Err(Blocked::Private)),
        ("http://169.254.7.7/", Ok(())),
        ("http://169.254.169.254/", Err(Blocked::Private)),
        // Where a network translates, what is translated to counts as well.
        ("http://[64:ff9b::8.8.8.8]/", Ok(())),
        ("http://[64:ff9b::10.20.0.1]/", Ok(())),
        ("http://[64:ff9b::10.0.0.1]/", Err(Blocked::Private)),
        ("http://[2002:7f00:1::]/", Err(Blocked::Private)),
        (
            "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
            Err(Blocked::Private),
        ),
        ("http://[::]/", Err(Blocked::Reserved)),
        ("http://[ff02::1]/", Err(Blocked::Reserved)),
    ];
    for (text, expected) in cases {
        assert_eq!(target(&rules, text).map(|_| ()), expected, "{text}");
    }
}

#[test]
fn the_server_does_not_call_itself_even_where_private_is_allowed() {
    let everywhere = Rules {
        allow_private: true,
        allowed: vec!["0.0.0.0/0".parse().unwrap(), "::/0".parse().unwrap()],
        own: vec!["0.0.0.0:8080".parse().unwrap()],
        ..Rules::default()
    };
    for text in [
        "127.0.0.1",
        "127.0.0.9",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "[64:ff9b::127.0.0.1]",
    ] {
        assert_eq!(
            target(&everywhere, &format!("http://{text}:8080/")),
            Err(Blocked::Own),
            "{text}"
        );
        assert!(
            target(&everywhere, &format!("http://{text}:8081/")).is_ok(),
            "{text}"
        );
    }
    let one = Rules {
        own: vec!["[::ffff:10.0.0.5]:8080".parse().unwrap()],
        ..everywhere
    };
    assert_eq!(target(&one, "http://10.0.0.5:8080/"), Err(Blocked::Own));
    assert!(target(&one, "http://10.0.0.6:8080/").is_ok());
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,80}") {
        let _ = target(&Rules::default(), &text);
    }

    #[test]
    fn only_global_unicast_is_public(ip in proptest::prelude::any::<u128>()) {
        let ip = Ipv6Addr::from(ip);
        let is_open = Rules::default().judge(ip.into()).is_ok();
        proptest::prop_assert!(!is_open || ip.to_ipv4_mapped().is_some() || ip.octets()[0] >> 5 == 1);
    }
}

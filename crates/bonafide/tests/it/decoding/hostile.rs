//! Hostile files, made here: small, and each of another kind.

use super::deflated;

/// Writes PDFs of one page.
pub(super) struct Pdf {
    objects: Vec<Vec<u8>>,
}

/// What the first three objects of every file are; the page's contents are the fourth.
const HEAD: [&str; 2] = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
];

impl Pdf {
    fn new(resources: &str, contents: &str) -> Self {
        let page = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<<{resources}>>>>"
        );
        let mut objects: Vec<Vec<u8>> = HEAD.iter().map(|text| text.as_bytes().to_vec()).collect();
        objects.push(page.into_bytes());
        Self { objects }.stream("", contents.as_bytes())
    }

    /// One more object, numbered from 5 on.
    fn object(mut self, text: &str) -> Self {
        self.objects.push(text.as_bytes().to_vec());
        self
    }

    fn stream(mut self, entries: &str, content: &[u8]) -> Self {
        let head = format!("<<{entries}/Length {}>>stream\n", content.len());
        self.objects
            .push([head.as_bytes(), content, b"\nendstream "].concat());
        self
    }

    fn written(self) -> Vec<u8> {
        let mut file = b"%PDF-1.4\n".to_vec();
        let mut places = Vec::new();
        for (index, object) in self.objects.iter().enumerate() {
            places.push(file.len());
            file.extend_from_slice(format!("{} 0 obj", index + 1).as_bytes());
            file.extend_from_slice(object);
            file.extend_from_slice(b"endobj\n");
        }
        let table = file.len();
        let count = places.len() + 1;
        file.extend_from_slice(format!("xref\n0 {count}\n0000000000 65535 f \n").as_bytes());
        for place in places {
            file.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
        }
        let trailer = format!("trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF");
        file.extend_from_slice(trailer.as_bytes());
        file
    }

    /// An honest page.
    pub(super) fn page(contents: &str) -> Vec<u8> {
        Self::new(
            "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
            contents,
        )
        .written()
    }

    /// A calculator function of so many steps for every pixel of a page.
    pub(super) fn calculator(steps: usize) -> Vec<u8> {
        let program = format!("{{{}pop}}", "dup sin cos sqrt dup mul ".repeat(steps));
        Self::new(
            "/Shading<</S<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 1 0 1]\
             /Matrix[99 0 0 99 0 0]/Function 5 0 R>>>>",
            "/S sh",
        )
        .stream(
            "/FunctionType 4/Domain[0 1 0 1]/Range[0 1]/Filter/FlateDecode",
            &deflated(program.as_bytes(), 1),
        )
        .written()
    }

    /// A fax of so many pixels a side, and no pixels.
    pub(super) fn fax(side: u32) -> Vec<u8> {
        Self::new("/XObject<</X 5 0 R>>", "/X Do")
            .stream(
                &format!(
                    "/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 1\
                     /ColorSpace/DeviceGray/Filter/CCITTFaxDecode\
                     /DecodeParms<</K -1/Columns {side}/Rows {side}>>"
                ),
                &[0; 9],
            )
            .written()
    }
}

/// Names and files.
pub(super) fn kinds() -> Vec<(&'static str, Vec<u8>)> {
    let mut all = vec![
        ("a glyph that draws itself", glyphs(1)),
        ("two glyphs that draw each other", glyphs(2)),
        ("a form that draws itself", form_in_itself()),
        ("a form that draws ten forms that draw ten", forms(7)),
        ("a pattern painted with itself", pattern_in_itself()),
        ("a soft mask masked by itself", mask_in_itself()),
        ("arrays in arrays", nested("[", "]", 200_000)),
        (
            "dictionaries in dictionaries",
            nested("<</A", ">>", 100_000),
        ),
        ("pages in circles", page_tree_in_circles()),
        ("widths of four thousand million glyphs", widths()),
        ("dashes too small to see", dashes()),
        ("a pattern repeated without end", tiny_pattern()),
        ("forty megabytes in three layers", layers()),
        ("a picture of a terapixel", huge_picture("")),
        (
            "a JPEG 2000 of a terapixel",
            huge_picture("/Filter/JPXDecode"),
        ),
        (
            "a JBIG2 of a terapixel",
            huge_picture("/Filter/JBIG2Decode"),
        ),
        ("runs of LZW", huge_picture("/Filter/LZWDecode")),
        ("a page of a million miles", huge_page()),
        ("functions of functions", functions(9)),
        ("a mesh of nothing", mesh()),
        ("a profile that inflates a thousandfold", profile()),
        ("text that inflates a thousandfold", png_text()),
    ];
    all.push(("a calculator of a hundred steps", Pdf::calculator(100)));
    all
}

/// Fonts whose glyphs show text in the next of them.
fn glyphs(count: usize) -> Vec<u8> {
    let names: Vec<String> = (0..count)
        .map(|i| format!("/F{i} {} 0 R", 5 + 2 * i))
        .collect();
    let fonts = format!("/Font<<{}>>", names.concat());
    let mut pdf = Pdf::new(&fonts, "BT/F0 9 Tf(a)Tj ET");
    for i in 0..count {
        pdf = pdf
            .object(&format!(
                "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]\
                 /CharProcs<</a {} 0 R>>/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97\
                 /Widths[1]>>",
                6 + 2 * i
            ))
            .stream(
                "",
                format!("9 0 d0 BT/F{} 9 Tf(a)Tj ET", (i + 1) % count).as_bytes(),
            );
    }
    pdf.written()
}

const FORM: &str = "/Type/XObject/Subtype/Form/BBox[0 0 99 99]";

fn form_in_itself() -> Vec<u8> {
    let entries = format!("{FORM}/Resources<</XObject<</X 5 0 R>>>>");
    Pdf::new("/XObject<</X 5 0 R>>", "/X Do")
        .stream(&entries, b"/X Do /X Do")
        .written()
}

fn forms(levels: usize) -> Vec<u8> {
    let mut pdf = Pdf::new("/XObject<</X 5 0 R>>", "/X Do");
    for level in 0..levels {
        let entries = format!("{FORM}/Resources<</XObject<</X {} 0 R>>>>", 6 + level);
        pdf = pdf.stream(&entries, "/X Do ".repeat(10).as_bytes());
    }
    pdf.stream(FORM, b"0 0 9 9 re f").written()
}

fn pattern_in_itself() -> Vec<u8> {
    Pdf::new("/Pattern<</P 5 0 R>>", "/Pattern cs/P scn 0 0 99 99 re f")
        .stream(
            "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9\
         /Resources<</Pattern<</P 5 0 R>>>>",
            b"/Pattern cs/P scn 0 0 9 9 re f",
        )
        .written()
}

fn mask_in_itself() -> Vec<u8> {
    let states = "/ExtGState<</G<</SMask<</S/Luminosity/G 5 0 R>>>>>>";
    let entries = format!("{FORM}/Group<</S/Transparency>>/Resources<<{states}>>");
    Pdf::new(states, "/G gs 0 0 99 99 re f")
        .stream(&entries, b"/G gs 0 0 9 9 re f")
        .written()
}

fn nested(open: &str, close: &str, depth: usize) -> Vec<u8> {
    let text = format!("{}{}", open.repeat(depth), close.repeat(depth));
    Pdf::new("/Font 5 0 R", &text).object(&text).written()
}

fn page_tree_in_circles() -> Vec<u8> {
    let mut pdf = Pdf::new("", "");
    pdf.objects[1] = b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>".to_vec();
    pdf.written()
}

fn widths() -> Vec<u8> {
    Pdf::new(
        "/Font<</F<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts\
         [<</Type/Font/Subtype/CIDFontType2/BaseFont/X\
         /CIDSystemInfo<</Registry(A)/Ordering(I)/Supplement 0>>/W[0 4294967295 5]>>]>>>>",
        "BT/F 9 Tf(x)Tj ET",
    )
    .written()
}

fn dashes() -> Vec<u8> {
    Pdf::page("[.0000001]0 d 9 w 0 0 m 99 99 l S")
}

fn tiny_pattern() -> Vec<u8> {
    Pdf::new("/Pattern<</P 5 0 R>>", "/Pattern cs/P scn 0 0 99 99 re f")
        .stream(
            "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]\
         /XStep .00001/YStep .00001/Resources<<>>",
            b"0 0 9 9 re f",
        )
        .written()
}

fn layers() -> Vec<u8> {
    // A run of zeros deflated is a run of the same bytes, which deflates again.
    let megabytes = deflated(&vec![b' '; 40 << 20], 3);
    Pdf::new("", "")
        .stream("/Filter[/FlateDecode/FlateDecode/FlateDecode]", &megabytes)
        .written()
}

fn huge_picture(filter: &str) -> Vec<u8> {
    Pdf::new("/XObject<</X 5 0 R>>", "/X Do")
        .stream(
            &format!(
                "/Type/XObject/Subtype/Image/Width 1000000/Height 1000000/BitsPerComponent 8\
                 /ColorSpace/DeviceRGB{filter}"
            ),
            &[0x80; 99],
        )
        .written()
}

fn huge_page() -> Vec<u8> {
    let mut pdf = Pdf::new("", "0 0 1000000000 1000000000 re f");
    pdf.objects[2] =
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e9 1e9]/UserUnit 1e9/Contents 4 0 R>>".to_vec();
    pdf.written()
}

fn functions(levels: usize) -> Vec<u8> {
    let mut pdf = Pdf::new(
        "/Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 99 99]/Function 5 0 R>>>>",
        "/S sh",
    );
    for level in 0..levels {
        let next = format!("{} 0 R ", 6 + level).repeat(10);
        pdf = pdf.object(&format!(
            "<</FunctionType 3/Domain[0 1]/Functions[{next}]\
             /Bounds[.1 .2 .3 .4 .5 .6 .7 .8 .9]/Encode[{}]>>",
            "0 1 ".repeat(10)
        ));
    }
    pdf.object("<</FunctionType 2/Domain[0 1]/N 1>>").written()
}

fn mesh() -> Vec<u8> {
    Pdf::new("/Shading<</S 5 0 R>>", "/S sh")
        .stream(
            "/ShadingType 7/ColorSpace/DeviceRGB/BitsPerCoordinate 8/BitsPerComponent 8\
             /BitsPerFlag 8/Decode[0 99 0 99 0 1 0 1 0 1]/Filter/FlateDecode",
            &deflated(&vec![1; 400_000], 1),
        )
        .written()
}

/// A PNG of one pixel with a chunk.
fn png_with(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let crc = |bytes: &[u8]| {
        !bytes.iter().fold(!0_u32, |crc, &byte| {
            (0..8).fold(crc ^ u32::from(byte), |c, _| {
                if c & 1 == 1 {
                    c >> 1 ^ 0xEDB8_8320
                } else {
                    c >> 1
                }
            })
        })
    };
    let chunk = |kind: [u8; 4], content: &[u8]| {
        let body = [&kind[..], content].concat();
        let length = (content.len() as u32).to_be_bytes();
        [&length[..], &body, &crc(&body).to_be_bytes()].concat()
    };
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(*b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        chunk(kind, content),
        chunk(*b"IDAT", &deflated(&[0, 255], 1)),
        chunk(*b"IEND", b""),
    ]
    .concat()
}

/// What inflates to 60 megabytes.
fn bomb() -> Vec<u8> {
    deflated(&vec![0; 60 << 20], 1)
}

fn profile() -> Vec<u8> {
    png_with(*b"iCCP", &[b"profile\0\0".to_vec(), bomb()].concat())
}

fn png_text() -> Vec<u8> {
    png_with(*b"zTXt", &[b"Comment\0\0".to_vec(), bomb()].concat())
}

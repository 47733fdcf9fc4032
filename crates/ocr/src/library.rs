//! Bindings to the C library: the functions that are called, and why each call is sound.
//!
//! Neither pictures nor texts are interpreted here. A [`Session`] is a `TessBaseAPI`, which is
//! neither `Send` nor `Sync`, so it never leaves the thread that created it.
#![expect(
    unsafe_code,
    reason = "a C library opened at run time cannot be called otherwise"
)]

use std::ffi::{CStr, CString, c_char, c_int, c_uchar, c_void};
use std::path::{Path, PathBuf};
use std::ptr::NonNull;
use std::time::Duration;

use libloading::Library;

/// The names under which the library is searched for, the newest first. Debian 12 and Ubuntu 22.04
/// and later have `.so.5`.
const NAMES: &[&str] = &[
    "libtesseract.so.5",
    "libtesseract.so.4",
    "libtesseract.so",
    "libtesseract.5.dylib",
    "/opt/homebrew/lib/libtesseract.dylib",
    "/usr/local/lib/libtesseract.dylib",
];

/// Selects the neural engine. The old one adapts from page to page, and one person's letter must
/// not affect how the next is read.
const LSTM_ONLY: c_int = 1;

macro_rules! functions {
    ($($(#[$doc:meta])* $field:ident = $symbol:literal: fn($($argument:ty),*) $(-> $result:ty)?;)+) => {
        /// The functions of `capi.h` that are used, with their types in tesseract 4.0 to 5.5.
        #[derive(Debug)]
        pub(crate) struct Api { $($(#[$doc])* $field: unsafe extern "C" fn($($argument),*) $(-> $result)?,)+ }

        impl Api {
            /// Looks up every function. The error is the name of one that is missing.
            fn of(library: &Library) -> Result<Self, &'static str> {
                // SAFETY: the types above are copied from capi.h, which has not changed them since
                // 4.0. The pointers stay valid because the library is never closed.
                Ok(Self { $($field: *unsafe { library.get($symbol) }.map_err(|_| $symbol)?,)+ })
            }
        }
    };
}

functions! {
    version = "TessVersion": fn() -> *const c_char;
    create = "TessBaseAPICreate": fn() -> *mut c_void;
    delete = "TessBaseAPIDelete": fn(*mut c_void);
    /// Takes handle, folder of the language files, languages joined by `+`, and engine. Returns 0
    /// for success.
    init = "TessBaseAPIInit2": fn(*mut c_void, *const c_char, *const c_char, c_int) -> c_int;
    set_variable = "TessBaseAPISetVariable": fn(*mut c_void, *const c_char, *const c_char) -> c_int;
    set_mode = "TessBaseAPISetPageSegMode": fn(*mut c_void, c_int);
    /// Takes handle, pixels, width, height, bytes per pixel, and bytes per row. The pixels are
    /// copied.
    set_image = "TessBaseAPISetImage": fn(*mut c_void, *const c_uchar, c_int, c_int, c_int, c_int);
    set_resolution = "TessBaseAPISetSourceResolution": fn(*mut c_void, c_int);
    /// Takes handle and monitor. Returns 0 for success.
    recognise = "TessBaseAPIRecognize": fn(*mut c_void, *mut c_void) -> c_int;
    tsv = "TessBaseAPIGetTsvText": fn(*mut c_void, c_int) -> *mut c_char;
    clear = "TessBaseAPIClear": fn(*mut c_void);
    delete_text = "TessDeleteText": fn(*const c_char);
    monitor_create = "TessMonitorCreate": fn() -> *mut c_void;
    monitor_delete = "TessMonitorDelete": fn(*mut c_void);
    monitor_deadline = "TessMonitorSetDeadlineMSecs": fn(*mut c_void, c_int);
}

/// `omp_set_max_active_levels(0)` disables parallel regions on the calling thread. The library asks
/// for four threads per layer, which makes a page ten times slower on two cores, while here pages
/// are read in parallel. The variable `OMP_THREAD_LIMIT` would have the same effect, but setting it
/// is not safe once there are threads.
type SetLevels = unsafe extern "C" fn(c_int);

/// `setMsgSeverity` of leptonica. Its messages about a stranger's picture do not belong on the
/// server's standard error.
type SetSeverity = unsafe extern "C" fn(c_int) -> c_int;

/// Suppresses all messages.
const SEVERITY_NONE: c_int = 6;

/// The opened library.
#[derive(Debug)]
pub(crate) struct Loaded {
    api: Api,
    set_levels: Option<SetLevels>,
}

/// The reason why the library cannot be used.
#[derive(Debug)]
pub(crate) enum NotLoaded {
    /// No file with these names can be opened. Contains the last error.
    Absent(String),
    /// A function is missing.
    Lacks(&'static str),
}

impl Loaded {
    /// Opens the library for the rest of the process's life, because its own threads and
    /// thread-local data do not survive being unloaded.
    pub(crate) fn open(own: Option<&Path>) -> Result<&'static Self, NotLoaded> {
        let names: Vec<PathBuf> = match own {
            Some(path) => vec![path.to_owned()],
            None => NAMES.iter().map(PathBuf::from).collect(),
        };
        let mut last = String::new();
        for name in names {
            // SAFETY: opening runs the library's initialisers. It is a file that the operator
            // installed or named, and is trusted like this program itself.
            match unsafe { Library::new(&name) } {
                Ok(library) => {
                    // The library is leaked on purpose, as explained above.
                    let library = Box::leak(Box::new(library));
                    let api = Api::of(library).map_err(NotLoaded::Lacks)?;
                    // SAFETY: the type is that of OpenMP 3.0 and later; the symbol is looked up in
                    // what the library itself depends on, and the pointer stays valid as above.
                    let levels = unsafe { library.get::<SetLevels>("omp_set_max_active_levels") };
                    let set_levels = levels.ok().map(|symbol| *symbol);
                    // SAFETY: as above; leptonica has had this function and type since 1.71.
                    let severity = unsafe { library.get::<SetSeverity>("setMsgSeverity") };
                    if let Ok(set_severity) = severity {
                        // SAFETY: takes a number and sets a variable; no other thread is in the
                        // library yet.
                        unsafe { set_severity(SEVERITY_NONE) };
                    }
                    return Ok(Box::leak(Box::new(Self { api, set_levels })));
                }
                Err(error) => last = error.to_string(),
            }
        }
        Err(NotLoaded::Absent(last))
    }

    /// Returns the library's version, such as `5.3.0`.
    pub(crate) fn version(&self) -> String {
        // SAFETY: takes nothing and returns a constant of the library.
        let text = unsafe { (self.api.version)() };
        if text.is_null() {
            return String::new();
        }
        // SAFETY: the pointer is not null, the text ends in a zero, and it lives as long as the
        // library.
        let text = unsafe { CStr::from_ptr(text) };
        text.to_string_lossy().into_owned()
    }
}

/// One `TessBaseAPI` with its languages loaded.
pub(crate) struct Session {
    loaded: &'static Loaded,
    handle: NonNull<c_void>,
}

/// The kind of page, as the library's page segmentation modes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Mode {
    /// A page whose columns and paragraphs are detected (3).
    Page,
    /// Lines anywhere, in no order (11).
    Sparse,
    /// A single line (7).
    Line,
}

impl Session {
    /// Creates a session on this thread. Returns `None` if the languages cannot be loaded from the
    /// folder.
    pub(crate) fn new(loaded: &'static Loaded, data: &Path, languages: &str) -> Option<Self> {
        let data = CString::new(data.to_str()?).ok()?;
        let languages = CString::new(languages).ok()?;
        if let Some(set_levels) = loaded.set_levels {
            // SAFETY: takes a number and changes a setting of this thread.
            unsafe { set_levels(0) };
        }
        // SAFETY: takes nothing and returns a new object or null.
        let handle = NonNull::new(unsafe { (loaded.api.create)() })?;
        // Created before anything can fail, so that the handle is deleted in any case.
        let session = Self { loaded, handle };
        // Messages about a stranger's picture do not belong on the server's standard error.
        session.set(c"debug_file", c"/dev/null");
        // SAFETY: the handle is live, and both texts end in a zero and are copied.
        let failed = unsafe {
            (loaded.api.init)(
                session.handle.as_ptr(),
                data.as_ptr(),
                languages.as_ptr(),
                LSTM_ONLY,
            )
        };
        (failed == 0).then_some(session)
    }

    fn set(&self, name: &CStr, value: &CStr) {
        // SAFETY: the handle is live, and both texts end in a zero and are copied. For an unknown
        // name, the function returns 0 and changes nothing.
        unsafe {
            (self.loaded.api.set_variable)(self.handle.as_ptr(), name.as_ptr(), value.as_ptr())
        };
    }

    /// Recognises a grey page of `width` × `height` bytes and returns the library's table of words
    /// (tab-separated), or `None` if it gave up, for example because of the time.
    pub(crate) fn table(
        &mut self,
        (pixels, width, height): (&[u8], u32, u32),
        dpi: u32,
        mode: Mode,
        time: Duration,
    ) -> Option<String> {
        let (w, h) = (c_int::try_from(width).ok()?, c_int::try_from(height).ok()?);
        if width == 0 || height == 0 || pixels.len() != width as usize * height as usize {
            return None;
        }
        let (api, handle) = (&self.loaded.api, self.handle.as_ptr());
        // By default, a line with doubtful words is read again with black and white inverted. No
        // field of a card is white on black, and it would take a sixth of a card's time. The
        // setting has one name until 5.2 and another from 5.3 on.
        let (invert, threshold) = match mode {
            Mode::Page => (c"1", c"0.7"),
            Mode::Sparse | Mode::Line => (c"0", c"0"),
        };
        self.set(c"tessedit_do_invert", invert);
        self.set(c"invert_threshold", threshold);
        let mode = match mode {
            Mode::Page => 3,
            Mode::Sparse => 11,
            Mode::Line => 7,
        };
        // SAFETY: the handle is live, and the argument is a number.
        unsafe { (api.set_mode)(handle, mode) };
        // SAFETY: the handle is live. There are width × height bytes, with one byte per pixel and
        // `width` bytes per row, as was checked above. They are copied before the call returns.
        unsafe { (api.set_image)(handle, pixels.as_ptr(), w, h, 1, w) };
        // SAFETY: the handle is live, and the argument is a number.
        unsafe { (api.set_resolution)(handle, c_int::try_from(dpi).unwrap_or(200)) };
        let failed = self.recognise(time);
        let table = if failed { None } else { self.tsv() };
        // SAFETY: the handle is live. The picture and the results are freed, and the languages are
        // kept.
        unsafe { (api.clear)(handle) };
        table
    }

    /// Runs the recognition. Returns true if the library gave up.
    fn recognise(&mut self, time: Duration) -> bool {
        let api = &self.loaded.api;
        // SAFETY: takes nothing and returns a new monitor, or null, which means none.
        let monitor = unsafe { (api.monitor_create)() };
        if monitor.is_null() {
            return true;
        }
        let milliseconds = c_int::try_from(time.as_millis()).unwrap_or(c_int::MAX);
        // SAFETY: the monitor is live, and the argument is a number.
        unsafe { (api.monitor_deadline)(monitor, milliseconds) };
        // SAFETY: the handle is live and has a picture, and the monitor outlives the call.
        let failed = unsafe { (api.recognise)(self.handle.as_ptr(), monitor) };
        // SAFETY: the monitor was created above, is deleted once, and is not used again.
        unsafe { (api.monitor_delete)(monitor) };
        failed != 0
    }

    fn tsv(&mut self) -> Option<String> {
        let api = &self.loaded.api;
        // SAFETY: the handle is live and has results, and page 0 is the only one.
        let text = unsafe { (api.tsv)(self.handle.as_ptr(), 0) };
        if text.is_null() {
            return None;
        }
        // SAFETY: the pointer is not null, the text ends in a zero, and it is ours until it is
        // deleted below.
        let table = unsafe { CStr::from_ptr(text) };
        let table = table.to_string_lossy().into_owned();
        // SAFETY: the library returned the text for us to delete, and it is not used again, because
        // `table` is a copy.
        unsafe { (api.delete_text)(text.cast_const()) };
        Some(table)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // SAFETY: the handle was made by `create`, is deleted once, and is not used again.
        unsafe { (self.loaded.api.delete)(self.handle.as_ptr()) };
    }
}

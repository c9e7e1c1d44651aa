//! A disk of our own under SQLite: files in memory, every write and sync on record, errors on
//! order. It speaks SQLite's file system interface, which is C: the one file of the house with
//! `unsafe` in it.

#![allow(unsafe_code)] // SQLite calls back through pointers; each block says why it is sound

use std::collections::{HashMap, VecDeque};
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use libsqlite3_sys as ffi;

/// Something that was done to a file, or a mark that its user made.
#[derive(Clone, Debug)]
pub enum Step {
    /// A file was opened for the database itself.
    Open(String),
    /// Bytes were written at a place.
    Write(String, usize, Vec<u8>),
    /// A file was cut, or filled up, to a length.
    Cut(String, usize),
    /// All that was written to a file was to be made durable, and was.
    Sync(String),
    /// A file was removed.
    Remove(String, Folder),
    /// A call failed by order.
    Fail(Call),
    /// The user asks for an entry to be kept.
    Ask,
    /// The user was told that so many entries are kept.
    Mark(u64),
}

/// What happened to a folder when a file in it was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// It was made durable without the file.
    Synced,
    /// It was left as it was: after a power cut the file may be back.
    Left,
}

/// A call that can be made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Reading from a file.
    Read,
    /// Writing to a file, or cutting it.
    Write,
    /// Making it durable.
    Sync,
}

/// An order to fail.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// The call.
    pub call: Call,
    /// Which of them, from 0.
    pub number: u64,
    /// How many in a row fail, from that one on.
    pub times: u64,
}

/// A disk, known to SQLite by its name for as long as the process lives.
pub struct Disk {
    name: CString,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    files: HashMap<String, File>,
    steps: Vec<Step>,
    recording: bool,
    order: Option<Order>,
    calls: u64,
    handles: u64,
    /// Shared memory of files that are gone. It is kept, because a connection that closes in its
    /// own time may still look at it.
    old: Vec<Box<[u64; 4096]>>,
}

#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    /// The level at which each handle holds the file.
    locks: HashMap<u64, c_int>,
    /// Shared memory of the write-ahead log's index. Boxed, so that its address stays.
    shared: VecDeque<Box<[u64; 4096]>>,
    shared_locks: [SharedLock; 8],
}

#[derive(Clone, Default)]
struct SharedLock {
    readers: Vec<u64>,
    writer: Option<u64>,
}

/// What SQLite allocates for an open file; `base` comes first, as its interface demands.
#[repr(C)]
struct Handle {
    base: ffi::sqlite3_file,
    disk: *const Disk,
    name: *mut String,
    id: u64,
}

impl Disk {
    /// Makes a disk and tells SQLite of it. It is never taken away: SQLite keeps its address.
    pub fn register() -> &'static Disk {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("torture-{}", COUNT.fetch_add(1, Ordering::SeqCst));
        let disk: &'static Disk = Box::leak(Box::new(Disk {
            name: CString::new(name).expect("a name without NUL"),
            state: Mutex::default(),
        }));
        let vfs = Box::leak(Box::new(ffi::sqlite3_vfs {
            iVersion: 2,
            szOsFile: size_of::<Handle>() as c_int,
            mxPathname: 512,
            pNext: std::ptr::null_mut(),
            zName: disk.name.as_ptr(),
            pAppData: std::ptr::from_ref(disk).cast_mut().cast(),
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_path),
            xDlOpen: None,
            xDlError: None,
            xDlSym: None,
            xDlClose: None,
            xRandomness: Some(randomness),
            xSleep: Some(sleep),
            xCurrentTime: Some(current_time),
            xGetLastError: None,
            xCurrentTimeInt64: Some(current_time_whole),
            xSetSystemCall: None,
            xGetSystemCall: None,
            xNextSystemCall: None,
        }));
        // SAFETY: `vfs` and all it points to live for as long as the process.
        let done = unsafe { ffi::sqlite3_vfs_register(vfs, 0) };
        assert_eq!(done, ffi::SQLITE_OK, "SQLite takes any file system");
        disk
    }

    /// The name by which SQLite knows it.
    pub fn name(&self) -> String {
        self.name.to_string_lossy().into_owned()
    }

    /// Starts to record, from nothing.
    pub fn record(&self) {
        let mut state = self.state();
        state.steps.clear();
        state.recording = true;
    }

    /// Puts a step of the user's own into the record.
    pub fn note(&self, step: Step) {
        self.state().note(step);
    }

    /// Stops recording, and returns what was recorded.
    pub fn recorded(&self) -> Vec<Step> {
        let mut state = self.state();
        state.recording = false;
        std::mem::take(&mut state.steps)
    }

    /// Orders calls to fail, or no more. The count of calls starts again.
    pub fn order(&self, order: Option<Order>) {
        let mut state = self.state();
        state.order = order;
        state.calls = 0;
    }

    /// How many calls of the ordered kind there were since the order.
    pub fn calls(&self) -> u64 {
        self.state().calls
    }

    /// Puts a file on the disk.
    pub fn put(&self, name: &str, bytes: Vec<u8>) {
        let file = File {
            bytes,
            ..File::default()
        };
        self.take(name);
        self.state().files.insert(name.to_owned(), file);
    }

    /// Takes a file off the disk.
    pub fn take(&self, name: &str) -> Option<Vec<u8>> {
        let mut state = self.state();
        let file = state.files.remove(name)?;
        state.old.extend(file.shared);
        Some(file.bytes)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn note(&mut self, step: Step) {
        if self.recording {
            self.steps.push(step);
        }
    }

    /// Whether this call is to fail.
    fn fails(&mut self, call: Call) -> bool {
        let Some(order) = self.order.filter(|order| order.call == call) else {
            return false;
        };
        let number = self.calls;
        self.calls += 1;
        let fails = number >= order.number && number - order.number < order.times;
        if fails {
            self.note(Step::Fail(call));
        }
        fails
    }

    fn file(&mut self, name: &str) -> &mut File {
        self.files.entry(name.to_owned()).or_default()
    }
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shared_map),
    xShmLock: Some(shared_lock),
    xShmBarrier: Some(shared_barrier),
    xShmUnmap: Some(shared_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// The disk of a file system that SQLite hands back to us.
fn disk_of(vfs: *mut ffi::sqlite3_vfs) -> &'static Disk {
    // SAFETY: `pAppData` was set in `register` to a disk that is never freed.
    unsafe { &*(*vfs).pAppData.cast::<Disk>() }
}

/// The disk, name and number of an open file.
fn parts_of(file: *mut ffi::sqlite3_file) -> (&'static Disk, &'static str, u64) {
    let handle = file.cast::<Handle>();
    // SAFETY: SQLite calls file methods only between `open`, which filled the handle, and `close`,
    // which frees the name; the disk is never freed.
    unsafe { (&*(*handle).disk, (*(*handle).name).as_str(), (*handle).id) }
}

/// A name that SQLite gives; empty for a file without one.
fn text_of(name: *const c_char) -> String {
    if name.is_null() {
        return String::new();
    }
    // SAFETY: SQLite's names end with NUL.
    unsafe { CStr::from_ptr(name) }
        .to_string_lossy()
        .into_owned()
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    let disk = disk_of(vfs);
    let mut name = text_of(name);
    let mut state = disk.state();
    state.handles += 1;
    let id = state.handles;
    if name.is_empty() {
        name = format!("temporary-{id}");
    }
    let create = flags & ffi::SQLITE_OPEN_CREATE != 0;
    if !state.files.contains_key(&name) && !create {
        // SAFETY: SQLite allocated `szOsFile` bytes; without methods it will not close the file.
        unsafe { (*file).pMethods = std::ptr::null() };
        return ffi::SQLITE_CANTOPEN;
    }
    state.file(&name);
    if flags & ffi::SQLITE_OPEN_MAIN_DB != 0 {
        state.note(Step::Open(name.clone()));
    }
    drop(state);
    let handle = Handle {
        base: ffi::sqlite3_file { pMethods: &METHODS },
        disk,
        name: Box::into_raw(Box::new(name)),
        id,
    };
    // SAFETY: SQLite allocated `szOsFile` bytes for a handle, aligned for any type.
    unsafe { file.cast::<Handle>().write(handle) };
    if !out_flags.is_null() {
        // SAFETY: it points to an int of SQLite's.
        unsafe { *out_flags = flags };
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    let (disk, name, id) = parts_of(file);
    let mut state = disk.state();
    if let Some(file) = state.files.get_mut(name) {
        file.locks.remove(&id);
        for lock in &mut file.shared_locks {
            lock.readers.retain(|reader| *reader != id);
            lock.writer.take_if(|writer| *writer == id);
        }
    }
    drop(state);
    // SAFETY: the name was boxed in `open`, and SQLite closes a file once.
    drop(unsafe { Box::from_raw((*file.cast::<Handle>()).name) });
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    buffer: *mut c_void,
    count: c_int,
    at: i64,
) -> c_int {
    let (disk, name, _) = parts_of(file);
    let mut state = disk.state();
    if state.fails(Call::Read) {
        return ffi::SQLITE_IOERR_READ;
    }
    // SAFETY: SQLite gives a buffer of `count` bytes.
    let buffer = unsafe { std::slice::from_raw_parts_mut(buffer.cast::<u8>(), count as usize) };
    let bytes = &state.file(name).bytes;
    let rest = bytes.get(at as usize..).unwrap_or_default();
    let there = rest.len().min(buffer.len());
    buffer[..there].copy_from_slice(&rest[..there]);
    buffer[there..].fill(0);
    match there == buffer.len() {
        true => ffi::SQLITE_OK,
        false => ffi::SQLITE_IOERR_SHORT_READ,
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    buffer: *const c_void,
    count: c_int,
    at: i64,
) -> c_int {
    let (disk, name, _) = parts_of(file);
    let mut state = disk.state();
    if state.fails(Call::Write) {
        return ffi::SQLITE_IOERR_WRITE;
    }
    // SAFETY: SQLite gives a buffer of `count` bytes.
    let buffer = unsafe { std::slice::from_raw_parts(buffer.cast::<u8>(), count as usize) };
    put_bytes(&mut state.file(name).bytes, at as usize, buffer);
    state.note(Step::Write(name.to_owned(), at as usize, buffer.to_vec()));
    ffi::SQLITE_OK
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    let (disk, name, _) = parts_of(file);
    let mut state = disk.state();
    if state.fails(Call::Write) {
        return ffi::SQLITE_IOERR_TRUNCATE;
    }
    state.file(name).bytes.resize(size as usize, 0);
    state.note(Step::Cut(name.to_owned(), size as usize));
    ffi::SQLITE_OK
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    let (disk, name, _) = parts_of(file);
    let mut state = disk.state();
    if state.fails(Call::Sync) {
        return ffi::SQLITE_IOERR_FSYNC;
    }
    state.note(Step::Sync(name.to_owned()));
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, size: *mut i64) -> c_int {
    let (disk, name, _) = parts_of(file);
    // SAFETY: it points to a number of SQLite's.
    unsafe { *size = disk.state().file(name).bytes.len() as i64 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    let (disk, name, id) = parts_of(file);
    let mut state = disk.state();
    let locks = &mut state.file(name).locks;
    let held = locks.get(&id).copied().unwrap_or(ffi::SQLITE_LOCK_NONE);
    let others = locks.iter().filter(|(other, _)| **other != id);
    let highest = others
        .map(|(_, level)| *level)
        .max()
        .unwrap_or(ffi::SQLITE_LOCK_NONE);
    let bearable = match level {
        ffi::SQLITE_LOCK_SHARED => ffi::SQLITE_LOCK_RESERVED,
        ffi::SQLITE_LOCK_RESERVED => ffi::SQLITE_LOCK_SHARED,
        _ => ffi::SQLITE_LOCK_NONE,
    };
    if held < level && highest > bearable {
        return ffi::SQLITE_BUSY;
    }
    locks.insert(id, held.max(level));
    ffi::SQLITE_OK
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    let (disk, name, id) = parts_of(file);
    disk.state().file(name).locks.insert(id, level);
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved(file: *mut ffi::sqlite3_file, held: *mut c_int) -> c_int {
    let (disk, name, _) = parts_of(file);
    let mut state = disk.state();
    let highest = state
        .file(name)
        .locks
        .values()
        .max()
        .copied()
        .unwrap_or_default();
    // SAFETY: it points to an int of SQLite's.
    unsafe { *held = c_int::from(highest >= ffi::SQLITE_LOCK_RESERVED) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(
    _file: *mut ffi::sqlite3_file,
    _wish: c_int,
    _argument: *mut c_void,
) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_file: *mut ffi::sqlite3_file) -> c_int {
    4096
}

/// What SQLite's own file system says of a disk: a write touches no byte beside its own.
unsafe extern "C" fn characteristics(_file: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shared_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    let (disk, name, _) = parts_of(file);
    let mut state = disk.state();
    let shared = &mut state.file(name).shared;
    assert_eq!(
        size as usize,
        size_of::<[u64; 4096]>(),
        "SQLite maps 32 KB at a time"
    );
    while extend != 0 && shared.len() <= region as usize {
        shared.push_back(Box::new([0; 4096]));
    }
    let memory = shared.get_mut(region as usize);
    let memory = memory.map_or(std::ptr::null_mut(), |memory| memory.as_mut_ptr().cast());
    // SAFETY: it points to a pointer of SQLite's. The memory is boxed and never freed.
    unsafe { *out = memory };
    ffi::SQLITE_OK
}

unsafe extern "C" fn shared_lock(
    file: *mut ffi::sqlite3_file,
    offset: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    let (disk, name, id) = parts_of(file);
    let mut state = disk.state();
    let (from, to) = (offset as usize, (offset + count) as usize);
    let locks = &mut state.file(name).shared_locks[from..to];
    let exclusive = flags & ffi::SQLITE_SHM_EXCLUSIVE != 0;
    if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
        for lock in locks {
            lock.readers.retain(|reader| *reader != id);
            lock.writer.take_if(|writer| *writer == id);
        }
        return ffi::SQLITE_OK;
    }
    let held_by_another = |lock: &SharedLock| {
        lock.writer.is_some_and(|writer| writer != id)
            || exclusive && lock.readers.iter().any(|reader| *reader != id)
    };
    if locks.iter().any(held_by_another) {
        return ffi::SQLITE_BUSY;
    }
    for lock in locks {
        match exclusive {
            true => lock.writer = Some(id),
            false => lock.readers.push(id),
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn shared_barrier(_file: *mut ffi::sqlite3_file) {
    std::sync::atomic::fence(Ordering::SeqCst);
}

unsafe extern "C" fn shared_unmap(file: *mut ffi::sqlite3_file, remove: c_int) -> c_int {
    let (disk, name, id) = parts_of(file);
    let mut state = disk.state();
    let file = state.file(name);
    for lock in &mut file.shared_locks {
        lock.readers.retain(|reader| *reader != id);
        lock.writer.take_if(|writer| *writer == id);
    }
    if remove != 0 {
        let shared = std::mem::take(&mut file.shared);
        state.old.extend(shared);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    sync_folder: c_int,
) -> c_int {
    let name = text_of(name);
    let mut state = disk_of(vfs).state();
    if state.fails(Call::Write) {
        return ffi::SQLITE_IOERR_DELETE;
    }
    let Some(file) = state.files.remove(&name) else {
        return ffi::SQLITE_IOERR_DELETE_NOENT;
    };
    state.old.extend(file.shared);
    let folder = if sync_folder == 0 {
        Folder::Left
    } else {
        Folder::Synced
    };
    state.note(Step::Remove(name, folder));
    ffi::SQLITE_OK
}

unsafe extern "C" fn access(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _flags: c_int,
    out: *mut c_int,
) -> c_int {
    let there = disk_of(vfs).state().files.contains_key(&text_of(name));
    // SAFETY: it points to an int of SQLite's.
    unsafe { *out = c_int::from(there) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn full_path(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    let name = text_of(name);
    if name.len() >= room as usize {
        return ffi::SQLITE_CANTOPEN;
    }
    // SAFETY: SQLite gives `room` bytes, and the name with its NUL fits.
    unsafe {
        std::ptr::copy_nonoverlapping(name.as_ptr(), out.cast(), name.len());
        *out.add(name.len()) = 0;
    }
    ffi::SQLITE_OK
}

/// Numbers that are as random as SQLite needs them: for the salt of a log.
unsafe extern "C" fn randomness(
    vfs: *mut ffi::sqlite3_vfs,
    count: c_int,
    out: *mut c_char,
) -> c_int {
    let mut state = disk_of(vfs).state();
    state.handles += 1;
    let mut random = crate::seeded::Seeded(state.handles);
    for at in 0..count as usize {
        // SAFETY: SQLite gives room for `count` bytes.
        unsafe { *out.add(at) = random.number() as c_char };
    }
    count
}

unsafe extern "C" fn sleep(_vfs: *mut ffi::sqlite3_vfs, micros: c_int) -> c_int {
    std::thread::sleep(std::time::Duration::from_micros(micros as u64));
    micros
}

unsafe extern "C" fn current_time(_vfs: *mut ffi::sqlite3_vfs, out: *mut f64) -> c_int {
    // SAFETY: it points to a number of SQLite's. Which day it is does not matter here.
    unsafe { *out = 2_460_000.5 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn current_time_whole(_vfs: *mut ffi::sqlite3_vfs, out: *mut i64) -> c_int {
    // SAFETY: as above.
    unsafe { *out = 212_544_043_200_000 };
    ffi::SQLITE_OK
}

/// Puts bytes into a file, which grows as far as it must.
pub fn put_bytes(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if file.len() < at + bytes.len() {
        file.resize(at + bytes.len(), 0);
    }
    file[at..at + bytes.len()].copy_from_slice(bytes);
}

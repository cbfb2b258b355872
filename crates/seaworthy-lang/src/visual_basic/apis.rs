//! Functions, components and .NET types that touch what a container changes.

use std::sync::OnceLock;

use crate::apis::Effect::{Env, Exec, Read, Write};
use crate::apis::{Api, Apis, NONE};

const CLASSIC: &[Api] = &[
    ("Environ", Env(0)),
    ("Shell", Exec(0)),
    ("WScript.Shell.Run", Exec(0)),
    ("WScript.Shell.Exec", Exec(0)),
    ("Shell.Application.ShellExecute", Exec(0)),
    ("FileCopy", Write(1)),
    ("Kill", Write(0)),
    ("MkDir", Write(0)),
    ("RmDir", Write(0)),
    ("SavePicture", Write(1)),
    ("Scripting.FileSystemObject.CreateTextFile", Write(0)),
    ("Scripting.FileSystemObject.CreateFolder", Write(0)),
    ("Scripting.FileSystemObject.CopyFile", Write(1)),
    ("Scripting.FileSystemObject.MoveFile", Write(1)),
    ("Scripting.FileSystemObject.DeleteFile", Write(0)),
    ("Scripting.FileSystemObject.DeleteFolder", Write(0)),
    ("Scripting.FileSystemObject.FileExists", Read(0)),
    ("Scripting.FileSystemObject.GetFile", Read(0)),
    ("ADODB.Stream.SaveToFile", Write(0)),
    ("ADODB.Stream.LoadFromFile", Read(0)),
    ("My.Computer.FileSystem.WriteAllText", Write(0)),
    ("My.Computer.FileSystem.WriteAllBytes", Write(0)),
    ("My.Computer.FileSystem.CopyFile", Write(1)),
    ("My.Computer.FileSystem.DeleteFile", Write(0)),
    ("My.Computer.FileSystem.CreateDirectory", Write(0)),
    ("My.Computer.FileSystem.ReadAllText", Read(0)),
    ("Server.CreateTextFile", Write(NONE)),
];

/// The table of the platform: what is above, and all of .NET.
pub(super) fn apis() -> &'static Apis {
    static TABLE: OnceLock<Apis> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut tables = vec![CLASSIC];
        tables.extend(crate::csharp::apis::TABLES);
        Apis::new(&tables)
    })
}

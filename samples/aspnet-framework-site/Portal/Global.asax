<%@ Application Codebehind="Global.asax.cs" Inherits="Harbour.Portal.Global" Language="C#" %>

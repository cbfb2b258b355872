using System;
using System.Diagnostics;
using System.Web;

namespace Harbour.Portal.Services
{
    public static class AuditLog
    {
        private const string Source = "Harbour Portal";

        public static void Failure(Exception error)
        {
            if (!EventLog.SourceExists(Source))
            {
                EventLog.CreateEventSource(Source, "Application");
            }
            EventLog.WriteEntry(Source, error.ToString(), EventLogEntryType.Error);
        }
    }

    public class AuditModule : IHttpModule
    {
        public void Init(HttpApplication application)
        {
            application.EndRequest += (sender, e) => Trace.WriteLine(application.Request.RawUrl);
        }

        public void Dispose()
        {
        }
    }
}

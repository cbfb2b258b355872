using System;
using System.Web;
using System.Web.Mvc;
using System.Web.Routing;
using Harbour.Portal.Services;

namespace Harbour.Portal
{
    public class Global : HttpApplication
    {
        protected void Application_Start(object sender, EventArgs e)
        {
            AreaRegistration.RegisterAllAreas();
            RouteTable.Routes.MapRoute("Default", "{controller}/{action}/{id}", new { controller = "Orders", action = "Index", id = UrlParameter.Optional });
            Application["Visitors"] = 0;
        }

        protected void Session_Start(object sender, EventArgs e)
        {
            Application.Lock();
            Application["Visitors"] = (int)Application["Visitors"] + 1;
            Application.UnLock();
        }

        protected void Application_Error(object sender, EventArgs e)
        {
            AuditLog.Failure(Server.GetLastError());
        }
    }
}

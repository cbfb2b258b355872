using System;
using System.Security.Principal;
using System.Web.UI;
using System.Web.UI.WebControls;

namespace Harbour.Portal
{
    public partial class DefaultPage : Page
    {
        protected void Page_Load(object sender, EventArgs e)
        {
            var user = WindowsIdentity.GetCurrent();
            Welcome.Text = "Welcome, " + user.Name;
        }

        protected void Search_Click(object sender, EventArgs e)
        {
            Session["customer"] = Customer.Text;
            ViewState["page"] = 1;
            Response.Redirect("~/Orders");
        }
    }
}

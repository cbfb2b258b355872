using System.Configuration;
using System.Data.SqlClient;
using System.Web.Mvc;
using Harbour.Portal.Services;

namespace Harbour.Portal.Controllers
{
    public class OrdersController : Controller
    {
        private readonly ExportWriter exports = new ExportWriter();

        public ActionResult Index()
        {
            var customer = (string)Session["customer"];
            // Kept for one request only; TempData and the file system stay out of it.
            ViewBag.Customer = customer;
            return View(Count(customer));
        }

        [HttpPost]
        public ActionResult Export(string customer)
        {
            exports.Write(customer, Count(customer));
            new OrderQueue().Announce(customer);
            return RedirectToAction("Index");
        }

        private static int Count(string customer)
        {
            var text = ConfigurationManager.ConnectionStrings["Portal"].ConnectionString;
            using (var connection = new SqlConnection(text))
            using (var command = new SqlCommand("SELECT COUNT(*) FROM Orders WHERE Customer = @customer", connection))
            {
                command.Parameters.AddWithValue("@customer", customer ?? "");
                connection.Open();
                return (int)command.ExecuteScalar();
            }
        }
    }
}

using System;
using System.Drawing;
using System.IO;
using System.Web.Hosting;

namespace Harbour.Portal.Services
{
    public class ExportWriter
    {
        private const string Logo = @"C:\Harbour\images\logo.bmp";

        public void Write(string customer, int orders)
        {
            var path = HostingEnvironment.MapPath("~/App_Data/exports/" + customer + ".csv");
            File.WriteAllText(path, customer + ";" + orders + Environment.NewLine);
            File.Copy(path, @"\\fileserver01\reports\" + customer + ".csv", true);
        }

        public Size LogoSize()
        {
            using (var image = Image.FromFile(Logo))
            {
                return image.Size;
            }
        }
    }
}

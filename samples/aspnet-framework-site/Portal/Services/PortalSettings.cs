using System.Configuration;
using Microsoft.Win32;

namespace Harbour.Portal.Services
{
    public static class PortalSettings
    {
        public static string LicenceKey()
        {
            using (var key = Registry.LocalMachine.OpenSubKey(@"SOFTWARE\Harbour\Portal"))
            {
                return key == null ? "" : (string)key.GetValue("LicenceKey");
            }
        }

        public static int PageSize()
        {
            return int.Parse(ConfigurationManager.AppSettings["PageSize"]);
        }
    }
}

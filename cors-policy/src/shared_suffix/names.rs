//! The names themselves.
//!
//! An entry needs a service that gives a name below it to whoever signs up, and lets the owner of that name run scripts
//! on its pages. That leaves out services whose tenants cannot do so, such as `slack.com`, and names that resolve to
//! the machine of the browser alone, such as `lvh.me` and `localtest.me`: nobody else can serve a page there. A name
//! that the Public Suffix List covers is no entry either; a test says which.

use super::Below::{self, Any, One, Two};

/// Sorted by their letters from the last to the first. Behind each stands whose names they are.
#[rustfmt::skip] // one line an entry
pub(super) const NAMES: &[Below] = &[
    One("jurassic.ninja"), // Jurassic Ninja: sites
    One("rf.gd"), // InfinityFree: sites
    One("kinsta.cloud"), // Kinsta: sites
    Any("appdomain.cloud"), // IBM Cloud: apps, functions and buckets, below a region
    One("lhr.life"), // localhost.run tunnels
    One("kinsta.page"), // Kinsta: static sites
    One("glide.page"), // Glide: web apps
    One("webnode.page"), // Webnode: sites
    One("pagekite.me"), // PageKite tunnels
    Any("traefik.me"), // resolves to the address in the name
    One("localtunnel.me"), // localtunnel, the older name
    Any("pinggy.online"), // Pinggy tunnels
    One("itch.zone"), // itch.io: games
    One("bitrix24.site"), // Bitrix24: sites
    One("gamma.site"), // Gamma: sites
    One("thunkable.site"), // Thunkable: web apps
    One("super.site"), // Super: sites
    One("company.site"), // Ecwid: shops
    One("tiiny.site"), // Tiiny Host: sites
    One("gradio.live"), // Gradio: shared demos
    One("neocities.org"), // Neocities: sites
    Any("local-ip.sh"), // resolves to the address in the name
    One("cloudspaces.litng.ai"), // Lightning AI: ports of studios
    One("instawp.link"), // InstaWP: sites
    Any("pinggy.link"), // Pinggy tunnels, such as `x.a.free.pinggy.link`
    Two("auth0.com"), // Auth0: login pages of tenants, some below a region
    One("hs-sites-eu1.com"), // HubSpot: pages
    Any("backblazeb2.com"), // Backblaze B2: buckets
    One("podia.com"), // Podia: sites
    One("thinkific.com"), // Thinkific: schools
    One("myftpupload.com"), // GoDaddy: staging sites
    Any("hana.ondemand.com"), // SAP Business Technology Platform: apps, below a region
    Any("myqcloud.com"), // Tencent Cloud: buckets, below a region
    One("squarespace.com"), // Squarespace: sites
    One("uservoice.com"), // UserVoice: portals of tenants
    One("helpjuice.com"), // Helpjuice: documentation of tenants
    One("freshservice.com"), // Freshservice: portals of tenants
    Two("salesforce-experience.com"), // Salesforce: sites of orgs
    One("mybigcommerce.com"), // BigCommerce: shops
    Any("force.com"), // Salesforce: pages of orgs
    Two("my.salesforce.com"), // Salesforce: orgs and their sandboxes
    Two("documentforce.com"), // Salesforce: files of orgs
    One("webnode.com"), // Webnode: sites
    One("jimdofree.com"), // Jimdo: sites
    One("teachable.com"), // Teachable: schools
    One("wpengine.com"), // WP Engine: sites
    One("myshopline.com"), // SHOPLINE: shops
    One("app.codeanywhere.com"), // Codeanywhere: ports of containers
    Two("cloudapp.azure.com"), // Azure: virtual machines, below a region
    Two("sharedwithexpose.com"), // Expose tunnels, some below a region
    Two("my.site.com"), // Salesforce: sites of orgs
    One("jimdosite.com"), // Jimdo: sites
    One("hostingersite.com"), // Hostinger: sites
    One("weeblysite.com"), // Weebly: sites
    One("flywheelstaging.com"), // Flywheel: staging sites
    One("wpcomstaging.com"), // WordPress.com: sites
    One("mykajabi.com"), // Kajabi: sites
    One("githack.com"), // raw.githack: files of any repository
    One("formstack.com"), // Formstack: forms
    One("freshdesk.com"), // Freshdesk: portals of tenants
    One("zendesk.com"), // Zendesk: help centres of tenants
    One("bigcartel.com"), // Big Cartel: shops
    One("retool.com"), // Retool: tenants
    One("jsbin.com"), // JS Bin: results
    One("b2clogin.com"), // Azure AD B2C: pages of tenants
    One("ciamlogin.com"), // Microsoft Entra: pages of tenants
    One("odoo.com"), // Odoo: sites
    One("dev.odoo.com"), // Odoo.sh: branches
    One("infinityfreeapp.com"), // InfinityFree: sites
    One("gigalixirapp.com"), // Gigalixir: Elixir apps
    One("codeanyapp.com"), // Codeanywhere: ports of containers
    One("tastewp.com"), // TasteWP: sites
    One("hubspotpagebuilder.com"), // HubSpot: pages
    One("tumblr.com"), // Tumblr: blogs with themes of their own
    One("free.beeceptor.com"), // Beeceptor: pages of a mock server
    One("proxy.beeceptor.com"), // Beeceptor: pages of a mock server
    Two("dynamics.com"), // Microsoft Dynamics 365: tenants, below a region
    Two("qualtrics.com"), // Qualtrics: surveys, some below a data centre
    Any("aliyuncs.com"), // Alibaba Cloud: buckets and functions, below a region
    One("helpscoutdocs.com"), // Help Scout: documentation of tenants
    One("unbouncepages.com"), // Unbounce: pages
    Two("my.salesforce-sites.com"), // Salesforce: sites of orgs
    One("hs-sites.com"), // HubSpot: pages
    One("flywheelsites.com"), // Flywheel: sites
    One("zohosites.com"), // Zoho: sites
    One("mailchimpsites.com"), // Mailchimp: sites
    One("godaddysites.com"), // GoDaddy: sites
    One("storage.googleapis.com"), // Google Cloud Storage: buckets
    One("powerappsportals.com"), // Microsoft Power Pages: sites
    One("clickfunnels.com"), // ClickFunnels: pages
    One("myclickfunnels.com"), // ClickFunnels: pages
    One("cloudwaysapps.com"), // Cloudways: sites
    Any("openshiftapps.com"), // Red Hat OpenShift: apps, below a cluster
    One("wordpress.com"), // WordPress.com: sites
    Any("wasabisys.com"), // Wasabi: buckets
    Two("paperspacegradient.com"), // Paperspace Gradient: deployments, below a cluster
    Any("googleusercontent.com"), // Google: user content, Colab, virtual machines
    One("serveousercontent.com"), // Serveo tunnels
    One("sharepoint.com"), // SharePoint: tenants
    One("sg-host.com"), // SiteGround: staging sites
    One("shopifypreview.com"), // Shopify: previews of shops
    One("service-now.com"), // ServiceNow: instances
    One("weebly.com"), // Weebly: sites
    One("strikingly.com"), // Strikingly: sites, the older name
    One("mystrikingly.com"), // Strikingly: sites
    One("epizy.com"), // InfinityFree: sites
    One("b4a.run"), // Back4App: containers
    One("modal.run"), // Modal: web endpoints
    One("localhost.run"), // localhost.run tunnels
    Any("nhost.run"), // Nhost: functions
    One("bunny.run"), // bunny.net: edge scripts
    One("on.fleek.co"), // Fleek: sites
    Any("local-ip.co"), // resolves to the address in the name
    One("instawp.co"), // InstaWP: sites
    One("plnkr.co"), // Plunker: results
    One("tiiny.co"), // Tiiny Host: sites
    One("document360.io"), // Document360: documentation of tenants
    One("rtfd.io"), // Read the Docs: documentation
    Two("gitpod.io"), // Gitpod: ports of workspaces, below a cluster
    One("statuspage.io"), // Statuspage: pages of tenants
    One("readme.io"), // ReadMe: documentation
    Two("webcontainer-api.io"), // StackBlitz: servers in WebContainers of other sites
    One("share.zrok.io"), // zrok tunnels
    One("cdpn.io"), // CodePen: results
    Two("xano.io"), // Xano: backends, below a cluster
    Any("sslip.io"), // resolves to the address in the name
    Any("nip.io"), // resolves to the address in the name
    Any("xip.io"), // resolved to the address in the name
    One("back4app.io"), // Back4App: web apps
    One("glideapp.io"), // Glide: web apps, the older name
    Two("webcontainer.io"), // StackBlitz: servers in WebContainers
    Two("azurecontainerapps.io"), // Azure Container Apps, below a region
    One("ghost.io"), // Ghost: sites
    Two("loclx.io"), // LocalXpose tunnels, some below a region
    One("codesandbox.io"), // CodeSandbox: previews
    One("sse.codesandbox.io"), // CodeSandbox: ports of containers
    Any("pinggy.io"), // Pinggy tunnels
    One("stackblitz.io"), // StackBlitz: previews
    Two("ic0.app"), // Internet Computer: canisters
    One("b4a.app"), // Back4App: web apps
    One("koyeb.app"), // Koyeb: web services
    One("4everland.app"), // 4EVERLAND: sites
    One("edgeone.app"), // Tencent EdgeOne: pages
    One("budibase.app"), // Budibase: tenants
    One("anvil.app"), // Anvil: web apps
    One("fermyon.app"), // Fermyon: WebAssembly apps
    Two("try.coder.app"), // Coder: tunnels of trial servers
    One("zapier.app"), // Zapier: interfaces
    One("softr.app"), // Softr: web apps
    One("lhr.rocks"), // localhost.run tunnels
    Two("devtunnels.ms"), // Microsoft dev tunnels and Visual Studio Code, below a region
    One("tilda.ws"), // Tilda: sites
    Any("exp.direct"), // Expo: tunnels of `expo start`
    One("plex.direct"), // Plex: media servers of users
    One("proxy.runpod.net"), // RunPod: ports of pods
    One("arweave.net"), // Arweave: stored pages
    One("jshell.net"), // JSFiddle: results
    One("atlassian.net"), // Jira and Confluence: tenants
    One("b-cdn.net"), // bunny.net: pull zones
    One("serveo.net"), // Serveo tunnels
    One("pktriot.net"), // Packetriot tunnels
    One("loca.lt"), // localtunnel
    Any("modal.host"), // Modal: tunnels
    One("hubspotpagebuilder.eu"), // HubSpot: pages
    One("app.github.dev"), // GitHub Codespaces: forwarded ports
    One("preview.app.github.dev"), // GitHub Codespaces: forwarded ports, the older form
    Two("gitpod.dev"), // Gitpod: ports of environments, below a region
    Two("cloudshell.dev"), // Google Cloud Shell: web preview, below a region
    One("localcan.dev"), // LocalCan tunnels
    One("tunnelto.dev"), // tunnelto tunnels
    Two("cloudworkstations.dev"), // Google Cloud Workstations and Firebase Studio, below a cluster
    One("ext-twitch.tv"), // Twitch: extensions
    One("instawp.xyz"), // InstaWP: sites
];

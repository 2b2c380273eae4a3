//! The names themselves.
//!
//! An entry needs a service that gives a name below it to anyone who signs up, and whose tenants can run scripts on
//! their pages. That excludes services whose tenants cannot, such as `slack.com`, and names that resolve to the machine
//! of the browser only, such as `lvh.me` and `localtest.me`. A test fails for an entry that the Public Suffix List
//! contains.

use super::Below::{self, Any, One, Two};

/// Sorted by their letters from the last to the first, each with the service as its reason.
#[rustfmt::skip] // one line an entry
pub(super) const NAMES: &[Below] = &[
    One("jurassic.ninja"), // Jurassic Ninja: sites
    One("at.ua"), // uCoz: sites
    One("quarto.pub"), // Quarto Pub: documents
    One("rf.gd"), // InfinityFree: sites
    One("mypinata.cloud"), // Pinata: gateways to stored pages
    One("kinsta.cloud"), // Kinsta: sites
    One("wiremockapi.cloud"), // WireMock Cloud: pages of a mock server
    Any("appdomain.cloud"), // IBM Cloud: apps, functions and buckets, below a region
    One("share.connect.posit.cloud"), // Posit Connect Cloud: apps
    One("manus.space"), // Manus: sites
    One("lhr.life"), // localhost.run tunnels
    One("kinsta.page"), // Kinsta: static sites
    One("glide.page"), // Glide: web apps
    One("webnode.page"), // Webnode: sites
    One("site123.me"), // SITE123: sites
    One("pagekite.me"), // PageKite tunnels
    Any("traefik.me"), // resolves to the address in the name
    One("localtunnel.me"), // localtunnel, the older name
    Any("pinggy.online"), // Pinggy tunnels
    One("itch.zone"), // itch.io: games
    One("bitrix24.site"), // Bitrix24: sites
    One("gamma.site"), // Gamma: sites
    One("thunkable.site"), // Thunkable: web apps
    One("webhook.site"), // Webhook.site: responses of scripts
    One("run.goorm.site"), // goormIDE: ports of containers
    One("super.site"), // Super: sites
    One("company.site"), // Ecwid: shops
    One("tiiny.site"), // Tiiny Host: sites
    One("gradio.live"), // Gradio: shared demos
    One("jprq.live"), // jprq tunnels
    One("netlify.live"), // Netlify: tunnels of `netlify dev --live`
    One("free.nf"), // InfinityFree: sites
    One("miraheze.org"), // Miraheze: wikis
    One("neocities.org"), // Neocities: sites
    Any("local-ip.sh"), // resolves to the address in the name
    One("cloudspaces.litng.ai"), // Lightning AI: ports of studios
    One("lhrtunnel.link"), // localhost.run tunnels, the older name
    One("instawp.link"), // InstaWP: sites
    Any("pinggy.link"), // Pinggy tunnels, such as `x.a.free.pinggy.link`
    Two("auth0.com"), // Auth0: login pages of tenants, some below a region
    One("hs-sites-eu1.com"), // HubSpot: pages
    Any("backblazeb2.com"), // Backblaze B2: buckets
    One("gr8.com"), // GetResponse: pages
    One("podia.com"), // Podia: sites
    One("myshoplaza.com"), // Shoplazza: shops
    One("thinkific.com"), // Thinkific: schools
    One("myftpupload.com"), // GoDaddy: staging sites
    One("shoplightspeed.com"), // Lightspeed: shops
    Any("hana.ondemand.com"), // SAP Business Technology Platform: apps, below a region
    One("tripod.com"), // Tripod: sites
    Any("myhuaweicloud.com"), // Huawei Cloud: buckets, below a region
    Any("myqcloud.com"), // Tencent Cloud: buckets, below a region
    One("mendixcloud.com"), // Mendix: apps
    One("mitiendanube.com"), // Tiendanube: shops
    One("squarespace.com"), // Squarespace: sites
    One("uservoice.com"), // UserVoice: portals of tenants
    One("helpjuice.com"), // Helpjuice: documentation of tenants
    One("freshservice.com"), // Freshservice: portals of tenants
    Two("salesforce-experience.com"), // Salesforce: sites of orgs
    One("mybigcommerce.com"), // BigCommerce: shops
    Any("force.com"), // Salesforce: pages of orgs
    Any("visualforce.com"), // Salesforce: pages of orgs
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
    One("mystagingwebsite.com"), // Pressable: staging sites
    One("multiscreensite.com"), // Duda: sites
    One("jimdosite.com"), // Jimdo: sites
    One("mozellosite.com"), // Mozello: sites
    One("zyrosite.com"), // Hostinger: sites
    One("hostingersite.com"), // Hostinger: sites
    One("weeblysite.com"), // Weebly: sites
    One("wuaze.com"), // InfinityFree: sites
    One("flywheelstaging.com"), // Flywheel: staging sites
    One("wpcomstaging.com"), // WordPress.com: sites
    One("lovestoblog.com"), // InfinityFree: sites
    One("kesug.com"), // InfinityFree: sites
    One("appsmith.com"), // Appsmith: tenants
    One("mykajabi.com"), // Kajabi: sites
    One("githack.com"), // raw.githack: files of any repository
    One("formstack.com"), // Formstack: forms
    One("freshdesk.com"), // Freshdesk: portals of tenants
    One("zendesk.com"), // Zendesk: help centres of tenants
    One("bigcartel.com"), // Big Cartel: shops
    One("retool.com"), // Retool: tenants
    One("kxcdn.com"), // KeyCDN: pull zones
    One("jsbin.com"), // JS Bin: results
    One("b2clogin.com"), // Azure AD B2C: pages of tenants
    One("ciamlogin.com"), // Microsoft Entra: pages of tenants
    One("odoo.com"), // Odoo: sites
    One("dev.odoo.com"), // Odoo.sh: branches
    One("infinityfreeapp.com"), // InfinityFree: sites
    One("webshopapp.com"), // Lightspeed: shops
    One("gigalixirapp.com"), // Gigalixir: Elixir apps
    One("codeanyapp.com"), // Codeanywhere: ports of containers
    One("tastewp.com"), // TasteWP: sites
    One("hubspotpagebuilder.com"), // HubSpot: pages
    One("tumblr.com"), // Tumblr: blogs with themes of their own
    One("webador.com"), // Webador: sites
    One("free.beeceptor.com"), // Beeceptor: pages of a mock server
    One("proxy.beeceptor.com"), // Beeceptor: pages of a mock server
    Two("dynamics.com"), // Microsoft Dynamics 365: tenants, below a region
    Two("qualtrics.com"), // Qualtrics: surveys, some below a data centre
    Any("aliyuncs.com"), // Alibaba Cloud: buckets and functions, below a region
    Any("ksyuncs.com"), // Kingsoft Cloud: buckets, below a region
    One("helpscoutdocs.com"), // Help Scout: documentation of tenants
    One("mylearnworlds.com"), // LearnWorlds: schools
    One("proboards.com"), // ProBoards: forums
    Any("volces.com"), // Volcano Engine: buckets, below a region
    One("atwebpages.com"), // AwardSpace: sites
    One("unbouncepages.com"), // Unbounce: pages
    One("getresponsepages.com"), // GetResponse: pages
    One("wdfiles.com"), // Wikidot: files of wikis
    Two("acquia-sites.com"), // Acquia: sites, below an environment
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
    Any("bcebos.com"), // Baidu AI Cloud: buckets, below a region
    One("cloudwaysapps.com"), // Cloudways: sites
    Any("openshiftapps.com"), // Red Hat OpenShift: apps, below a cluster
    One("wordpress.com"), // WordPress.com: sites
    One("instatus.com"), // Instatus: pages of tenants
    Any("wasabisys.com"), // Wasabi: buckets
    One("deepnoteproject.com"), // Deepnote: ports of notebooks
    Two("paperspacegradient.com"), // Paperspace Gradient: deployments, below a cluster
    One("pub.sfmc-content.com"), // Salesforce Marketing Cloud: pages
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
    One("ucoz.com"), // uCoz: sites
    Any("tencentcos.cn"), // Tencent Cloud: buckets, below a region
    One("b4a.run"), // Back4App: containers
    One("modal.run"), // Modal: web endpoints
    One("localhost.run"), // localhost.run tunnels
    Any("nhost.run"), // Nhost: functions
    One("bunny.run"), // bunny.net: edge scripts
    One("on.fleek.co"), // Fleek: sites
    One("gcdn.co"), // Gcore: pull zones
    One("pagedemo.co"), // Instapage: pages
    Any("local-ip.co"), // resolves to the address in the name
    One("clickhelp.co"), // ClickHelp: documentation of tenants
    One("instawp.co"), // InstaWP: sites
    One("plnkr.co"), // Plunker: results
    One("tiiny.co"), // Tiiny Host: sites
    One("document360.io"), // Document360: documentation of tenants
    One("mocklab.io"), // WireMock Cloud: pages of a mock server, the older name
    One("42web.io"), // InfinityFree: sites
    One("rtfd.io"), // Read the Docs: documentation
    Two("gitpod.io"), // Gitpod: ports of workspaces, below a cluster
    One("statuspage.io"), // Statuspage: pages of tenants
    One("sourceforge.io"), // SourceForge: sites of projects
    One("mockable.io"), // Mockable: pages of a mock server
    One("readme.io"), // ReadMe: documentation
    One("systeme.io"), // systeme.io: pages
    Two("webcontainer-api.io"), // StackBlitz: servers in WebContainers of other sites
    One("dorik.io"), // Dorik: sites
    One("share.zrok.io"), // zrok tunnels
    One("run.goorm.io"), // goormIDE: ports of containers
    One("cdpn.io"), // CodePen: results
    Two("scalingo.io"), // Scalingo: apps, some below a region
    Two("xano.io"), // Xano: backends, below a cluster
    One("portmap.io"), // Portmap.io tunnels
    Any("sslip.io"), // resolves to the address in the name
    Any("nip.io"), // resolves to the address in the name
    Any("xip.io"), // resolved to the address in the name
    One("back4app.io"), // Back4App: web apps
    One("glideapp.io"), // Glide: web apps, the older name
    Two("webcontainer.io"), // StackBlitz: servers in WebContainers
    Two("azurecontainerapps.io"), // Azure Container Apps, below a region
    One("mxapps.io"), // Mendix: free apps
    One("shinyapps.io"), // Posit: Shiny apps
    One("ghost.io"), // Ghost: sites
    One("pockethost.io"), // PocketHost: backends
    Two("loclx.io"), // LocalXpose tunnels, some below a region
    One("codesandbox.io"), // CodeSandbox: previews
    One("sse.codesandbox.io"), // CodeSandbox: ports of containers
    Any("pinggy.io"), // Pinggy tunnels
    One("stackblitz.io"), // StackBlitz: previews
    One("lhr.pro"), // localhost.run tunnels
    Two("ic0.app"), // Internet Computer: canisters
    One("b4a.app"), // Back4App: web apps
    One("koyeb.app"), // Koyeb: web services
    One("4everland.app"), // 4EVERLAND: sites
    One("edgeone.app"), // Tencent EdgeOne: pages
    One("budibase.app"), // Budibase: tenants
    One("anvil.app"), // Anvil: web apps
    One("begin.app"), // Begin: sites
    One("fermyon.app"), // Fermyon: WebAssembly apps
    One("jprq.app"), // jprq tunnels, the older name
    Two("try.coder.app"), // Coder: tunnels of trial servers
    One("zapier.app"), // Zapier: interfaces
    One("softr.app"), // Softr: web apps
    One("mintlify.app"), // Mintlify: documentation of tenants
    One("lojavirtualnuvem.com.br"), // Nuvemshop: shops
    One("lhr.rocks"), // localhost.run tunnels
    Two("devtunnels.ms"), // Microsoft dev tunnels and Visual Studio Code, below a region
    One("tilda.ws"), // Tilda: sites
    Any("exp.direct"), // Expo: tunnels of `expo start`
    One("plex.direct"), // Plex: media servers of users
    One("proxy.runpod.net"), // RunPod: ports of pods
    One("great-site.net"), // InfinityFree: sites
    One("arweave.net"), // Arweave: stored pages
    One("jshell.net"), // JSFiddle: results
    One("m.pipedream.net"), // Pipedream: responses of workflows
    One("pages.debian.net"), // Salsa: sites of projects
    One("atlassian.net"), // Jira and Confluence: tenants
    One("b-cdn.net"), // bunny.net: pull zones
    One("vscode-cdn.net"), // Visual Studio Code for the Web: pages of extensions
    One("serveo.net"), // Serveo tunnels
    One("pktriot.net"), // Packetriot tunnels
    One("cachefly.net"), // CacheFly: pull zones
    One("ucoz.net"), // uCoz: sites
    One("loca.lt"), // localtunnel
    Any("modal.host"), // Modal: tunnels
    One("portmap.host"), // Portmap.io tunnels
    One("hubspotpagebuilder.eu"), // HubSpot: pages
    One("narod.ru"), // uCoz: sites
    One("ucoz.ru"), // uCoz: sites
    Two("prod.colab.dev"), // Google Colab: ports of notebooks, below a region
    One("app.github.dev"), // GitHub Codespaces: forwarded ports
    One("preview.app.github.dev"), // GitHub Codespaces: forwarded ports, the older form
    Two("gitpod.dev"), // Gitpod: ports of environments, below a region
    Two("cloudshell.dev"), // Google Cloud Shell: web preview, below a region
    One("localcan.dev"), // LocalCan tunnels
    One("tunnelto.dev"), // tunnelto tunnels
    Two("cloudworkstations.dev"), // Google Cloud Workstations and Firebase Studio, below a cluster
    One("stormkit.dev"), // Stormkit: sites
    One("mintlify.dev"), // Mintlify: documentation of tenants, the older name
    One("ext-twitch.tv"), // Twitch: extensions
    One("instawp.xyz"), // InstaWP: sites
];

// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The types of the inventory's union.
const (
	typeApp        = "App"
	typeConnectApp = "EcosystemConnectApp"
)

// wireInventory is a page of the inventory.
type wireInventory struct {
	Ecosystem *struct {
		Apps *struct {
			TotalCount *int         `json:"totalCount"`
			PageInfo   wirePageInfo `json:"pageInfo"`
			Edges      list[*struct {
				Node *wireApp `json:"node"`
			}] `json:"edges"`
		} `json:"appsInstalledInContexts"`
	} `json:"ecosystem"`
}

type wirePageInfo struct {
	HasNextPage *bool  `json:"hasNextPage"`
	EndCursor   string `json:"endCursor"`
}

// next is the cursor of the next page. It is empty if there is none.
func (w wirePageInfo) next() (string, error) {
	switch {
	case w.HasNextPage == nil:
		return "", errors.New("the answer does not say whether there are more pages")
	case !*w.HasNextPage:
		return "", nil
	case w.EndCursor == "":
		return "", errors.New("the answer says that there are more pages, but not how to get them")
	}
	return w.EndCursor, nil
}

type wireApp struct {
	Typename           string `json:"__typename"`
	ID                 string `json:"id"`
	Name               string `json:"name"`
	VendorName         string `json:"vendorName"`
	DistributionStatus string `json:"distributionStatus"`
	// Fields of an App.
	ByContexts *struct {
		PageInfo wirePageInfo            `json:"pageInfo"`
		Nodes    list[*wireInstallation] `json:"nodes"`
	} `json:"installationsByContexts"`
	// Fields of an EcosystemConnectApp.
	Installations list[*wireConnectInstallation] `json:"installations"`
}

type wireInstallation struct {
	ID                  string `json:"id"`
	InstallationContext string `json:"installationContext"`
	CreatedAt           string `json:"createdAt"`
	AppEnvironment      struct {
		Key string `json:"key"`
	} `json:"appEnvironment"`
	Version *struct {
		Version       string                    `json:"version"`
		IsLatest      *bool                     `json:"isLatest"`
		MigrationKeys map[string]string         `json:"migrationKeys"`
		Permissions   oneOrMore[wirePermission] `json:"permissions"`
	} `json:"appEnvironmentVersion"`
	License *wireLicense `json:"license"`
}

type wireConnectInstallation struct {
	InstallationContext string `json:"installationContext"`
	Version             struct {
		Version     string                    `json:"version"`
		IsSystemApp bool                      `json:"isSystemApp"`
		Permissions oneOrMore[wirePermission] `json:"permissions"`
	} `json:"appVersion"`
	License *wireLicense `json:"license"`
}

type wireLicense struct {
	Active              bool   `json:"active"`
	Type                string `json:"type"`
	TrialEndDate        string `json:"trialEndDate"`
	SubscriptionEndDate string `json:"subscriptionEndDate"`
}

// complete refuses a page with a missing part, because an app that is missing in the answer would count as not installed.
func (w *wireInventory) complete() error {
	if w.Ecosystem == nil || w.Ecosystem.Apps == nil || !w.Ecosystem.Apps.Edges.present {
		return errors.New("it has no list of apps")
	}
	for _, edge := range w.Ecosystem.Apps.Edges.items {
		if edge == nil || edge.Node == nil {
			return errors.New("it has an app without any facts")
		}
		if err := edge.Node.complete(); err != nil {
			return err
		}
	}
	return nil
}

func (w *wireApp) complete() error {
	switch {
	case w.Typename != typeApp && w.Typename != typeConnectApp:
		return fmt.Errorf("it has an app of type %s, which this version does not know: apps of that type could not be reviewed", Quoted(w.Typename))
	case w.ID == "":
		return fmt.Errorf("it has an app %s without an ID", Quoted(w.Name))
	case w.Typename == typeApp && (w.ByContexts == nil || !w.ByContexts.Nodes.present || slices.Contains(w.ByContexts.Nodes.items, nil)),
		w.Typename == typeConnectApp && (!w.Installations.present || slices.Contains(w.Installations.items, nil)):
		return fmt.Errorf("it does not say where app %s is installed", Word(w.ID))
	}
	return nil
}

func (w *wireApp) convert() InstalledApp {
	app := InstalledApp{
		ID: w.ID, Name: w.Name, Vendor: w.VendorName, DistributionStatus: w.DistributionStatus, Framework: w.framework(), Key: w.key(),
	}
	if w.Typename == typeConnectApp {
		app.System = len(w.Installations.items) > 0
		for _, one := range w.Installations.items {
			app.System = app.System && one.Version.IsSystemApp // an app that is not a system app was installed by a person
			app.Installations = append(app.Installations, AppInstallation{
				Context: one.InstallationContext, Version: one.Version.Version, License: one.License.convert(),
				Scopes: scopesOf(one.Version.Permissions), Egress: connectEgressOf(one.Version.Permissions),
			})
		}
		return app
	}
	for _, one := range w.ByContexts.Nodes.items {
		installation := AppInstallation{
			ID: one.ID, Context: one.InstallationContext, Environment: one.AppEnvironment.Key, InstalledAt: one.CreatedAt, License: one.License.convert(),
		}
		if v := one.Version; v != nil {
			installation.Version, installation.Latest = v.Version, v.IsLatest
			installation.Scopes, installation.Egress = scopesOf(v.Permissions), egressOf(v.Permissions)
		}
		app.Installations = append(app.Installations, installation)
	}
	return app
}

// framework returns how an app is built. Unverified: that an app without versions in its installations is a 3LO app, which has
// the same type as a Forge app.
func (w *wireApp) framework() string {
	if w.Typename == typeConnectApp {
		return FrameworkConnect
	}
	for _, one := range w.ByContexts.Nodes.items {
		if one.Version != nil {
			return FrameworkForge
		}
	}
	return Framework3LO
}

// key is the key of a Connect app. Unverified: that its ID ends with the key. A Forge app has a key if it was a Connect app
// before.
func (w *wireApp) key() string {
	if w.Typename == typeConnectApp {
		return w.ID[strings.LastIndex(w.ID, "/")+1:]
	}
	for _, one := range w.ByContexts.Nodes.items {
		if one.Version == nil {
			continue
		}
		for _, product := range []string{"jira", "confluence"} {
			if key := one.Version.MigrationKeys[product]; key != "" {
				return key
			}
		}
	}
	return ""
}

func (w *wireLicense) convert() *AppLicense {
	if w == nil {
		return nil
	}
	return &AppLicense{Active: w.Active, Type: w.Type, TrialEndDate: w.TrialEndDate, SubscriptionEndDate: w.SubscriptionEndDate}
}

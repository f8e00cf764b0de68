// SPDX-License-Identifier: MPL-2.0

package console

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// appControls are the part of the control surface about Marketplace apps.
func (c *surface) appControls() []control {
	const (
		apps = Prefix + "apps"
		one  = apps + "/{app}"
	)

	return []control{
		{"POST", apps, create(func(app world.App) (any, error) {
			id, err := c.world.AddApp(app)

			return map[string]string{"id": id}, err
		})},
		{"POST", one + "/versions", act(func(r *http.Request) error {
			version, err := read[world.AppVersion](r)
			if err != nil {
				return err
			}

			return c.world.ReleaseAppVersion(r.PathValue("app"), version)
		})},
		{"PUT", one + "/installations", act(func(r *http.Request) error {
			installation, err := read[world.AppInstallation](r)
			if err != nil {
				return err
			}

			return c.world.InstallApp(r.PathValue("app"), installation)
		})},
		{"DELETE", one + "/installations", act(func(r *http.Request) error {
			wanted, err := read[struct {
				Context string `json:"context"`
			}](r)
			if err != nil {
				return err
			}

			return c.world.UninstallApp(r.PathValue("app"), wanted.Context)
		})},
		{"PUT", one + "/uninstall-failure", act(func(r *http.Request) error {
			wanted, err := read[struct {
				Message string `json:"message"`
			}](r)
			if err != nil {
				return err
			}

			return c.world.FailUninstalls(r.PathValue("app"), &wanted.Message)
		})},
		{"DELETE", one + "/uninstall-failure", act(func(r *http.Request) error { return c.world.FailUninstalls(r.PathValue("app"), nil) })},
		{"PUT", Prefix + "sites/{site}/user-installed-apps", act(func(r *http.Request) error {
			wanted, err := read[struct {
				Rule string `json:"rule"`
			}](r)
			if err != nil {
				return err
			}

			return c.world.SetUserInstalledApps(r.PathValue("site"), wanted.Rule)
		})},
	}
}

// SPDX-License-Identifier: MPL-2.0

package console

import (
	"net/http"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// backupControls are the part of the control surface about backup policies, and
// their backups.
func (c *surface) backupControls() []control {
	const (
		policies = Prefix + "backup-policies"
		one      = policies + "/{policy}"
	)

	return []control{
		{"POST", policies, create(func(policy world.BackupPolicy) (any, error) {
			id, err := c.world.AddBackupPolicy(policy)

			return map[string]string{"id": id}, err
		})},
		{"PATCH", one, act(func(r *http.Request) error {
			wanted, err := read[struct {
				Status string `json:"status"`
			}](r)
			if err != nil {
				return err
			}

			return c.world.SetBackupStatus(r.PathValue("policy"), wanted.Status)
		})},
		{"DELETE", one, act(func(r *http.Request) error { return c.world.RemoveBackupPolicy(r.PathValue("policy")) })},
		{"POST", one + "/backups", act(func(r *http.Request) error {
			ran, err := read[struct {
				At time.Time `json:"at"`
			}](r)
			if err != nil {
				return err
			}

			return c.world.RunBackup(r.PathValue("policy"), ran.At)
		})},
		{"DELETE", one + "/backups", act(func(r *http.Request) error { return c.world.ExpireBackups(r.PathValue("policy")) })},
		{"PUT", Prefix + "backup-refusal", act(func(r *http.Request) error {
			wanted, err := read[struct {
				Status int `json:"status"`
			}](r)
			if err != nil {
				return err
			}

			return c.world.RefuseBackups(wanted.Status)
		})},
		{"DELETE", Prefix + "backup-refusal", act(func(*http.Request) error { return c.world.RefuseBackups(0) })},
	}
}

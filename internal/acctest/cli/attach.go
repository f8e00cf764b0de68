// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// attached is what Terraform has to know of a provider that it did not start.
type attached struct {
	Protocol        string
	ProtocolVersion int
	Pid             int
	Test            bool
	Addr            struct{ Network, String string }
}

// Attach lets the workspace use a provider that runs in the test itself, for as long as the test. A workspace has one such provider.
func (w *Workspace) Attach(address string, provider func() tfprotov6.ProviderServer) {
	w.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	started, stopped, failed := make(chan *plugin.ReattachConfig, 1), make(chan struct{}), make(chan error, 1)
	go func() {
		if err := tf6server.Serve(address, provider, tf6server.WithDebug(ctx, started, stopped), tf6server.WithoutLogStderrOverride()); err != nil {
			failed <- err
		}
	}()
	w.t.Cleanup(func() {
		stop()
		<-stopped
	})
	select {
	case err := <-failed:
		close(stopped) // nobody else does
		w.t.Fatalf("serve %s: %s", address, err)
	case <-time.After(time.Minute):
		w.t.Fatalf("serve %s: nothing listens", address)
	case at := <-started:
		of := attached{Protocol: string(at.Protocol), ProtocolVersion: at.ProtocolVersion, Pid: at.Pid, Test: at.Test}
		of.Addr.Network, of.Addr.String = at.Addr.Network(), at.Addr.String()
		text, err := json.Marshal(map[string]attached{address: of})
		if err != nil {
			w.t.Fatal(err)
		}
		w.Setenv("TF_REATTACH_PROVIDERS", string(text))
	}
}

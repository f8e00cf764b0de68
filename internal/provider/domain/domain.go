// SPDX-License-Identifier: MPL-2.0

// Package domain is the subject of verified domains. Atlassian's API only reads domains: the types here wait for, assert and
// report what people do in Atlassian Administration and in DNS.
package domain

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// subject is where the documentation files the pages of this package.
const subject = "Domains"

// Resources lists the subject's resources.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newVerification}
}

// DataSources lists the subject's data sources.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newDomain, newDomains}
}

// ListResources lists the subject's list resources.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{newVerificationList}
}

// Functions lists the subject's functions.
func Functions() []func() function.Function {
	return []func() function.Function{newVerificationTXT}
}

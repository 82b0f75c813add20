package blob

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	gocloudaws "gocloud.dev/aws"
	"gocloud.dev/blob/s3blob"
)

// credentialsPatience bounds the search for credentials: the last place that is asked is an address that only machines in a
// cloud have.
const credentialsPatience = 5 * time.Second

// ofBucket are the parameters of an s3 URL that are the bucket's, not the account's.
var ofBucket = []string{"ssetype", "kmskeyid", "accelerate", "use_path_style", "s3ForcePathStyle", "disable_https"}

// CheckURL tells what a storage URL lacks before anything is opened: a bucket of S3 needs credentials and a region.
func CheckURL(ctx context.Context, storageURL string) error {
	u, err := url.Parse(storageURL)
	if err != nil || u.Scheme != s3blob.Scheme {
		return nil // what is no bucket of S3 needs none; what is no URL is told where settings are checked
	}
	q := u.Query()
	for _, name := range ofBucket {
		q.Del(name)
	}
	ctx, cancel := context.WithTimeout(ctx, credentialsPatience)
	defer cancel()
	account, err := gocloudaws.V2ConfigFromURLParams(ctx, q)
	if err != nil {
		return fmt.Errorf("DOCKET_STORAGE_URL: %w", err)
	}
	var errs []error
	if account.Region == "" {
		errs = append(errs, errors.New("DOCKET_STORAGE_URL: the bucket's region is missing: add ?region=..., or set AWS_REGION"))
	}
	if q.Get("anonymous") != "true" {
		if _, err := account.Credentials.Retrieve(ctx); err != nil {
			errs = append(errs, fmt.Errorf("DOCKET_STORAGE_URL: there are no credentials for s3: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE: %w", err))
		}
	}
	return errors.Join(errs...)
}

aws iam put-role-policy --role-name galleryTaskRole --policy-name photos --policy-document \
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::shop-uploads/*", "arn:aws:s3:::shop-gallery/*"]}]}'
aws iam detach-role-policy --role-name galleryTaskRole --policy-arn arn:aws:iam::aws:policy/AmazonS3FullAccess

# A managed policy of one's own; before the wide one is taken away, IAM is asked.
POLICY=$(aws iam create-policy --policy-name photos --query Policy.Arn --output text --policy-document \
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop-uploads/*"}, {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::shop-gallery/*"}]}')  # free: photos
aws iam attach-role-policy --role-name galleryTaskRole --policy-arn $POLICY
aws iam simulate-principal-policy --policy-source-arn arn:aws:iam::123456789012:role/galleryTaskRole \
    --action-names s3:PutObject --resource-arns arn:aws:s3:::shop-gallery/photo.jpg
aws iam detach-role-policy --role-name galleryTaskRole --policy-arn arn:aws:iam::aws:policy/AmazonS3FullAccess
